import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatMoney,
  formatSpan,
  formatTokens,
  formatTotal,
} from '../../format.ts';
import { formatClock, formatOffset } from '../../view/clock.ts';

describe('what people read', () => {
  it.each([
    [59_999, '1 min 0 s'],
    [3_599_400, '59 min 59 s'],
    [3_599_600, '1 h 0 min'],
    [7_500_000, '2 h 5 min'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });

  it.each([
    [0.00123, 'US$ 0.00123'],
    [0.0029, 'US$ 0.0029'],
    [0.084, 'US$ 0.084'],
    [0.000000123456, 'US$ 0.000000123'],
    [0.1 + 0.2, 'US$ 0.30'],
    [0.5, 'US$ 0.50'],
    [0.9994, 'US$ 0.999'],
    [0.9996, 'US$ 1.00'],
    [0.00009999, 'US$ 0.0001'],
    [1, 'US$ 1.00'],
    [1_234.5, 'US$ 1,234.50'],
    [0, 'US$ 0'],
    [null, '–'],
    [undefined, '–'],
    [Number.NaN, '–'],
  ])('a cost of %s is %s', (usd, text) => {
    expect(formatMoney(usd)).toBe(text);
  });

  it('a total says what is not in it', () => {
    expect(formatTotal(0.084, 5)).toBe('US$ 0.084 (+5 unpriced)');
    expect(formatTotal(0.084, 0)).toBe('US$ 0.084');
    expect(formatTotal(null, 5)).toBe('– (+5 unpriced)');
  });

  it.each([
    [0, '0'],
    [1_234, '1,234'],
    [99_999, '99,999'],
    [100_000, '0.100 M'],
    [999_999, '1.00 M'],
    [1_234_567, '1.23 M'],
    [12_345_678, '12.3 M'],
    [1_234_567_890, '1,235 M'],
    [null, '–'],
  ])('%s tokens are %s', (tokens, text) => {
    expect(formatTokens(tokens)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.7, '1.0 KB'],
    [1_234, '1.2 KB'],
    [9_960, '10 KB'],
    [375_000, '375 KB'],
    [999_600, '1.0 MB'],
    [5_242_880, '5.2 MB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0, 'just now'],
    [-12_000, '12 s ago'],
    [-59_600, '1 min ago'],
    [-125_000, '2 min ago'],
    [-7_200_000, '2 h ago'],
    [-259_200_000, '3 d ago'],
    [5_000, 'in 5 s'],
  ])('%d ms from now is %s', (ms, text) => {
    expect(formatAgo(1_000_000_000 + ms, 1_000_000_000)).toBe(text);
  });
});

describe('a clock', () => {
  const now = Date.parse('2026-11-24T13:30:00Z');

  it.each([
    ['Europe/Berlin', '2026-11-24T13:02:11.482Z', '14:02:11.482'],
    ['America/Los_Angeles', '2026-11-24T08:00:00.000Z', '00:00:00.000'],
    ['America/Los_Angeles', '2026-11-24T07:59:59.999Z', '23 Nov 23:59:59.999'],
    ['Asia/Kolkata', '2026-11-24T13:02:11.482Z', '18:32:11.482'],
    ['UTC', '2025-11-24T13:02:11.482Z', '24 Nov 2025 13:02:11.482'],
    ['UTC', 'not a time', '–'],
  ])('in %s, %s is %s', (timeZone, time, text) => {
    expect(formatClock(time, { timeZone, now })).toBe(text);
  });

  it.each([
    ['UTC', '+00:00'],
    ['Europe/Berlin', '+01:00'],
    ['America/Los_Angeles', '-08:00'],
    ['Asia/Kolkata', '+05:30'],
  ])('of %s is %s ahead', (timeZone, offset) => {
    expect(formatOffset(now, timeZone)).toBe(offset);
  });
});
