import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../../src/inference/client/retryAfter.ts';

const now = Date.parse('2026-11-24T12:00:00Z');

describe('how long the model asks us to wait', () => {
  it.each([
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 12:00:05 GMT' }, 5_000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'x-ms-retry-after-ms': '750' }, 750],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after-ms': 'NaN' }, undefined],
    [{}, undefined],
  ])('%o means %s ms', (headers, expected) => {
    expect(parseRetryAfter(headers, now)).toBe(expected);
  });
});
