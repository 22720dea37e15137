import { describe, expect, it } from 'vitest';
import type { Operation } from '../../insights/api.ts';
import { toJobState } from '../../insights/pages/related/jobSteps.ts';
import type { Row } from '../../insights/row.ts';
import { problemBits, problemsOf } from '../../insights/store/problems.ts';
import { templates } from '../../insights/view/explain/templates.ts';
import { explain } from '../../insights/view/explain.ts';
import { errorCodes, errorsWhere } from '../../src/errors.ts';

/** All but those of a route that the app does not have, and of a refused key: they leave no span. */
const codes = errorsWhere(({ at }) => at !== 'route' && at !== 'key');

/** A delivery of a job that ended with a code, as its row and as an item of the list of calls. */
const rowOf = (code: string): Row => ({
  itemType: 'dependencies',
  timestamp: '2026-11-24T12:00:00.000Z',
  operation_Id: 'op',
  operation_ParentId: '',
  session_Id: 's1',
  name: 'generate_completion',
  success: code === 'client_closed' ? 'True' : 'False',
  duration: 5,
  customDimensions: {
    'app.outcome': code,
    'faas.trigger': 'pubsub',
    'faas.name': 'inferenceQueue',
  },
  customMeasurements: {},
});
const itemOf = (outcome: string) =>
  ({ outcome, success: 'False', trigger: 'queue', function: 'inferenceQueue' }) as Operation;

/** Codes that end a delivery; a job is neither read nor left by its caller on the queue. */
const onQueue = codes.filter((code) => !['job', 'caller'].includes(errorCodes[code].at));

describe('the pages of the local Application Insights know each code', () => {
  it('with a sentence of its own, and what to do unless nobody is at fault', () => {
    const told = codes.map((code) => [code, explain([rowOf(code)])] as const);
    expect(Object.keys(templates)).toEqual(expect.arrayContaining([...codes]));
    expect(new Set(told.map(([, { text }]) => text)).size).toBe(codes.length);
    const withoutFix = told.filter(([, { fix }]) => fix === undefined).map(([code]) => code);
    expect(withoutFix).toEqual(errorsWhere(({ fault }) => fault === 'nobody'));
  });

  it.each(onQueue)('and whether the queue delivers again: %s', (code) => {
    const again = errorCodes[code].queue === 'retry';
    expect(explain([rowOf(code)]).text.includes('the queue delivers it again')).toBe(again);
    expect(toJobState([itemOf(code)])).toBe(again ? 'delivered again' : 'failed');
  });

  it.each(codes)('and whether only a model can give it: %s', (code) => {
    const lacksCall = (problemsOf([rowOf(code)]) & problemBits.noModelCall) !== 0;
    expect(lacksCall).toBe(errorCodes[code].at === 'model');
  });
});
