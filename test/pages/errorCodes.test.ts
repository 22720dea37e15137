import { expect, it } from 'vitest';
import { host, own, thrown } from '../../insights/test/view/rows.ts';
import { templates } from '../../insights/view/explain/templates.ts';
import { explain } from '../../insights/view/explain.ts';
import { errorCodes } from '../../src/errors.ts';

it('each error code of the app has a sentence of its own on the pages, and says what to do', () => {
  const codes = Object.keys(errorCodes);
  expect(Object.keys(templates)).toEqual(expect.arrayContaining(codes));
  const told = codes.map((code) => explain([host(), own(code), thrown(code)]));
  expect(new Set(told.map(({ text }) => text)).size).toBe(told.length);
  expect(told.filter(({ text }) => text.includes('ended with'))).toEqual([]);
  const withoutFix = codes.filter((_code, index) => !told[index]?.fix);
  expect(withoutFix).toEqual(['client_closed']);
});
