import { SeverityNumber } from '@opentelemetry/api-logs';
import { expect, it } from 'vitest';
import { createEarlyLogger } from '../../../../src/telemetry/early/earlyLogger.ts';
import { createLater } from '../../../../src/telemetry/early/later.ts';

it('what waits for telemetry is done in order, and what one throws is not the loss of the others', () => {
  const later = createLater();
  const done: number[] = [];
  later.do(() => void done.push(1));
  later.do(() => {
    throw new Error('a fault');
  });
  later.do(() => void done.push(2));
  expect(done).toEqual([]);
  later.arrive();
  later.do(() => void done.push(3));
  expect(done).toEqual([1, 2, 3]);
});

it('a function that writes lines without end before telemetry is there fills no memory', () => {
  const later = createLater();
  const written: unknown[] = [];
  const logger = createEarlyLogger(later, () => ({ emit: (record) => void written.push(record) }));
  const line = { body: 'a line', severityNumber: SeverityNumber.INFO };
  for (let count = 0; count < 5_000; count += 1) logger.emit(line);
  later.arrive();
  expect(written).toHaveLength(1_000);
  logger.emit(line);
  expect(written).toHaveLength(1_001);
});
