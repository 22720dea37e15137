import { context } from '@opentelemetry/api';
import type { Logger, LogRecord } from '@opentelemetry/api-logs';
import { toEpochMs, withReal } from './earlySpan.ts';
import type { Later } from './later.ts';

/** Writes log records. */
export type LineLogger = Pick<Logger, 'emit'>;

/** So many records are kept before telemetry is there; a function can write any number of lines. */
const mostKept = 1_000;

/** Writes to `logger`, which is asked once telemetry is there; earlier records keep their time and their context. */
export function createEarlyLogger(later: Later, logger: () => LineLogger): LineLogger {
  let kept = 0;
  const emit = (record: LogRecord) => {
    const given = record.context ?? context.active();
    const real = withReal(given);
    logger().emit(real === given ? record : { ...record, context: real });
  };
  return {
    emit(record) {
      if (later.isThere) {
        emit(record);
        return;
      }
      kept += 1;
      if (kept > mostKept) return;
      const early = { timestamp: toEpochMs(), context: context.active(), ...record };
      later.do(() => emit(early));
    },
  };
}
