/**
 * A generation of the platform, by the year of its source: the host that some apps still run on (4.1037 with the worker
 * 3.9.1), and the one that new apps get. An app must work the same on both.
 */
export type Generation = 2024 | 2026;

/** Differences between generations. */
interface Traits {
  readonly hostVersion: string;
  readonly workerVersion: string;
  /** Whether a caller's own `x-ms-invocation-id` stays (https://github.com/Azure/azure-functions-host/pull/10980 ended that). */
  readonly keepsCallersId: boolean;
  /** Whether the worker knows hooks for log lines. */
  readonly hasLogHooks: boolean;
  /** Number of traces a second that the host keeps without a sampler; absent: all. */
  readonly tracesPerSecond?: number;
  /** The function's dimensions on a `requests` row; `count` is the number of the call, from 1. */
  readonly faas: (call: FunctionCall, count: number) => Readonly<Record<string, string>>;
}

/** The facts of a call that a row can have. */
export interface FunctionCall {
  readonly functionName: string;
  readonly invocationId: string;
}

/** The facts about each generation. */
export const generations: Readonly<Record<Generation, Traits>> = {
  2024: {
    hostVersion: '4.1037.0',
    workerVersion: '3.9.1',
    keepsCallersId: true,
    hasLogHooks: false,
    // Under load a fifth of the rows lack them: here every fifth row does.
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
