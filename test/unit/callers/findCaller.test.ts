import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFindCaller } from '../../../src/callers/findCaller.ts';
import type { CallerConfig } from '../../../src/config.ts';
import { sha256 } from '../../../src/values/sha256.ts';
import { runs } from '../../fuzz/runs.ts';

const callers = new Map<string, CallerConfig>(
  [
    { name: 'mobile', keys: [sha256('csk_a'), sha256('csk_b')] },
    { name: 'web', keys: [sha256('csk_c')] },
    { name: 'old', keys: [sha256('csk_old')], disabled: true },
  ].map((caller) => [caller.name, caller]),
);
const find = createFindCaller(callers);

it.each<[string, IncomingHttpHeaders, string | undefined]>([
  ['a Bearer token', { authorization: 'Bearer csk_a' }, 'mobile'],
  ['in any case, with blanks', { authorization: 'bearer   csk_b' }, 'mobile'],
  ['api-key', { 'api-key': 'csk_c' }, 'web'],
  ['x-api-key', { 'x-api-key': 'csk_c' }, 'web'],
  ['x-functions-key', { 'x-functions-key': 'csk_c' }, 'web'],
  ['beside a dummy', { authorization: 'Bearer not-needed', 'api-key': 'csk_c' }, 'web'],
  ['the first of two', { 'x-functions-key': 'csk_a', authorization: 'Bearer csk_c' }, 'web'],
  ['beside a disabled one', { authorization: 'Bearer csk_old', 'api-key': 'csk_c' }, 'web'],
  ['disabled', { authorization: 'Bearer csk_old' }, undefined],
  ['unknown', { 'api-key': 'csk_d' }, undefined],
  ['another scheme', { authorization: 'Basic csk_a' }, undefined],
  ['no scheme', { authorization: 'csk_a' }, undefined],
  ['a scheme alone', { authorization: 'Bearer ' }, undefined],
  ['two keys in one', { 'api-key': 'csk_a, csk_a' }, undefined],
  ['with more behind', { authorization: 'Bearer csk_a csk_a' }, undefined],
  ['nothing', {}, undefined],
  ['empty', { 'api-key': '' }, undefined],
  ['its hash', { 'api-key': sha256('csk_a') }, undefined],
  ['another header', { 'x-key': 'csk_a', cookie: 'csk_a' }, undefined],
  ['longer than a key', { 'api-key': 'k'.repeat(513) }, undefined],
])('a key: %s', (_name, headers, name) => {
  expect(find(headers)).toBe(name);
});

it('nothing is nobody, though its hash were one of a caller', () => {
  const odd = createFindCaller(new Map([['odd', { name: 'odd', keys: [sha256('')] }]]));
  expect(odd({})).toBeUndefined();
  expect(odd({ 'api-key': '', authorization: 'Bearer ' })).toBeUndefined();
});

/** The work of one look-up: what was hashed, in bytes, and how often two hashes were compared. */
function workOf(headers: IncomingHttpHeaders) {
  const work = { digests: 0, compared: 0, longest: 0 };
  createFindCaller(callers, {
    digest(text) {
      work.digests += 1;
      work.longest = Math.max(work.longest, text.length);
      return hash('sha256', text, 'buffer');
    },
    equal(one, other) {
      work.compared += 1;
      return timingSafeEqual(one, other);
    },
  })(headers);
  return work;
}

it('the work is the same for good, wrong, unknown, disabled, missing and malformed keys', () => {
  const all = [
    { 'api-key': 'csk_a' },
    { authorization: 'Bearer csk_a', 'api-key': 'csk_b', 'x-api-key': 'csk_c' },
    { 'api-key': 'csk_d' },
    { 'api-key': 'csk_old' },
    {},
    { authorization: 'Basic x', 'x-functions-key': '' },
    { 'api-key': 'k'.repeat(16_000), authorization: `Bearer ${'k'.repeat(16_000)}` },
  ].map(workOf);
  for (const { digests, compared, longest } of all) {
    expect([digests, compared]).toEqual([4, 4 * 4]);
    expect(longest).toBeLessThanOrEqual(512);
  }
});

it('whatever headers hold, only a key finds a caller, and finds its own', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('csk_a', 'csk_c', 'csk_old', 'Bearer csk_a', 'bearer csk_c', ' csk_a'),
  );
  const headers = fc.record(
    { authorization: value, 'api-key': value, 'x-api-key': value, 'x-functions-key': value },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(headers, (sent) => {
      const keys = Object.entries(sent).map(([name, text]) =>
        name === 'authorization' ? /^bearer +(.*)$/i.exec(text)?.[1] : text,
      );
      const owner = (key: string | undefined) =>
        key === 'csk_a' ? 'mobile' : key === 'csk_c' ? 'web' : undefined;
      expect([...keys.map(owner), undefined]).toContain(find(sent));
      if (keys.some((key) => owner(key))) expect(find(sent)).toBeDefined();
    }),
    runs(1_000),
  );
});
