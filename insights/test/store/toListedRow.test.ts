import { expect, it } from 'vitest';
import type { Row } from '../../row.ts';
import { toListedRow } from '../../store/rows/toListedRow.ts';

it.each([
  [{ value: 1.7309071470000004, valueCount: 1 }, '1.73091 · by: me'],
  [
    { valueSum: 12_345_678.9, valueCount: 5, valueMin: 0.1 + 0.2, valueMax: 1e-9 },
    '12345679 of 5, 0.3 to 1e-9 · by: me',
  ],
  [{ value: 1e300, valueCount: 1 }, '1e+300 · by: me'],
  [{}, ' · by: me'],
])('a metric of %j is listed as %j', (measured, text) => {
  const row: Row = {
    itemType: 'customMetrics',
    timestamp: '2026-11-30T12:00:00.000000Z',
    operation_Id: '',
    operation_ParentId: '',
    name: 'a metric',
    customDimensions: { by: 'me' },
    customMeasurements: {},
    ...measured,
  } as Row;
  expect(toListedRow(1, row).text).toBe(text.trimStart());
});
