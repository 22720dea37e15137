/**
 * A generation of the platform, by the year of its source: the host that some apps still run on (4.1037 with the worker 3.9.1),
 * and the one that new apps get. What an app does must hold on both.
 */
export type Generation = 2024 | 2026;

/** Where generations differ. */
interface Traits {
  readonly hostVersion: string;
  readonly workerVersion: string;
  /** Whether a caller's own `x-ms-invocation-id` stays (https://github.com/Azure/azure-functions-host/pull/10980 ended that). */
  readonly keepsCallersId: boolean;
  /** Whether the worker knows hooks for log lines. */
  readonly hasLogHooks: boolean;
  /** Traces that the host keeps unless a sampler is set; all when absent. */
  readonly tracesPerSecond?: number;
  /** What a `requests` row says of the function; `count` is the number of the call, from 1. */
  readonly faas: (call: FunctionCall, count: number) => Readonly<Record<string, string>>;
}

/** A call as a row can tell of it. */
export interface FunctionCall {
  readonly functionName: string;
  readonly invocationId: string;
}

/** What is known of each generation. */
export const generations: Readonly<Record<Generation, Traits>> = {
  2024: {
    hostVersion: '4.1037.0',
    workerVersion: '3.9.1',
    keepsCallersId: true,
    hasLogHooks: false,
    // A fifth of the rows lack them under load: here each fifth does.
    faas: ({ functionName }, count) =>
      count % 5 === 0 ? {} : { 'faas.name': functionName, 'faas.trigger': 'http' },
  },
  2026: {
    hostVersion: '4.1048.0',
    workerVersion: '3.13.0',
    keepsCallersId: false,
    hasLogHooks: true,
    tracesPerSecond: 5,
    faas: ({ functionName, invocationId }) => ({
      'faas.name': functionName,
      'faas.trigger': 'http',
      'faas.invocation_id': invocationId,
    }),
  },
};
