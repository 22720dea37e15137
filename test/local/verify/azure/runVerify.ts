import { azureLimits, type Limits } from '../../../../local/verify/limits.ts';
import type { Target } from '../../../../local/verify/target.ts';
import { verify } from '../../../../local/verify/verify.ts';

/** Enough for anything that comes at all, and little more. */
const soon: Limits = {
  patience: {
    ...azureLimits.patience,
    brief: 3_000,
    roles: 8_000,
    result: 15_000,
    telemetry: 8_000,
  },
  pauseMs: 20,
  progressMs: 0,
};

/** Runs `verify` in this process, with short limits; what waiting is told can be read apart. */
export async function runVerify(target: Target, patience: Partial<Limits['patience']> = {}) {
  const results: string[] = [];
  const waits = new Set<string>();
  const limits = { ...soon, patience: { ...soon.patience, ...patience } };
  const whole = await verify(target, limits, {
    color: false,
    result: (line) => results.push(line),
    progress: (line) => waits.add(line.replace(/waiting for .*?: /, '')),
  });
  return { whole, text: results.join('\n'), waits: [...waits].join('\n') };
}
