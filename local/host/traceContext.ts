import { randomBytes } from 'node:crypto';
import type { Sampler } from './rows/sampler.ts';

/** The host's span for one invocation, in W3C Trace Context (https://www.w3.org/TR/trace-context/). */
export interface HostSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** The caller's span; absent when the trace begins here. */
  readonly parentId: string | undefined;
  /**
   * Whether the host writes rows for it: not when the caller's `traceparent` ends in `-00`, and not when the sampler
   * drops it.
   */
  readonly recorded: boolean;
  /** The `traceparent` that the worker gets. */
  readonly traceparent: string;
}

/** Continues the caller's trace when it sent a valid `traceparent`, else begins one. */
export function startHostSpan(
  traceparent: string | undefined,
  keeps: Sampler = () => true,
): HostSpan {
  const found = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '');
  const valid = found && !/^0+$/.test(found[1] ?? '') && !/^0+$/.test(found[2] ?? '');
  const [, caller, parentId, flags = '01'] = valid ? found : [];
  const traceId = caller ?? randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  const recorded = (Number.parseInt(flags, 16) & 1) === 1 && keeps(traceId);
  const passed = `00-${traceId}-${spanId}-${recorded ? '01' : '00'}`;
  return { traceId, spanId, parentId, recorded, traceparent: passed };
}
