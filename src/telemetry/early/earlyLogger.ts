import { context } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import { now } from './earlySpan.ts';
import type { Later } from './later.ts';

/** Writes log records. */
export type LineLogger = Pick<Logger, 'emit'>;

/** Writes to `logger`, which is asked once telemetry is there; earlier records keep their time and their context. */
export function createEarlyLogger(later: Later, logger: () => LineLogger): LineLogger {
  return {
    emit(record) {
      if (later.isThere) {
        logger().emit(record);
        return;
      }
      const kept = { timestamp: now(), context: context.active(), ...record };
      later.do(() => logger().emit(kept));
    },
  };
}
