import type { Signals } from '../signals.ts';
import { createEarlyLogger } from './earlyLogger.ts';
import { createEarlyTracer } from './earlyTracer.ts';
import type { Later } from './later.ts';

/** Signals that can be given before there is anything to take them: `signals` is asked once telemetry is there. */
export function createEarlySignals(later: Later, signals: () => Signals): Signals {
  return {
    tracer: createEarlyTracer(later, () => signals().tracer),
    logger: createEarlyLogger(later, () => signals().logger),
    metrics: {
      recordCall: (call) => later.do(() => signals().metrics.recordCall(call)),
      recordAgent: (answer) => later.do(() => signals().metrics.recordAgent(answer)),
      recordTool: (run) => later.do(() => signals().metrics.recordTool(run)),
      countJob: (outcome) => later.do(() => signals().metrics.countJob(outcome)),
    },
  };
}
