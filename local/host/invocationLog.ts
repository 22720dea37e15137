import type { Worker } from './worker/workerProcess.ts';

/** One run of a function, as the host knows it. Times are ms since 1970. */
export interface HostInvocation {
  readonly id: string;
  readonly functionName: string;
  /** The `id` of the host's `requests` row for it; absent when there is none. */
  readonly requestId?: string;
  readonly startedAt: number;
  /** Absent while it runs. */
  readonly endedAt?: number;
}

/** Running and ended invocations of the host, to compare with the telemetry that arrived. */
export interface InvocationLog {
  /** Wraps the worker so that each invocation is noted. */
  watch(worker: Worker): Worker;
  running(): readonly HostInvocation[];
  /** The last 1,000 ended invocations. */
  ended(): readonly HostInvocation[];
}

const kept = 1_000;

export function createInvocationLog(): InvocationLog {
  const running = new Map<string, HostInvocation>();
  const ended: HostInvocation[] = [];
  return {
    watch(worker) {
      const invoke: Worker['invoke'] = (request) => {
        const { invocationId: id, functionId: functionName } = request;
        const requestId = /-([0-9a-f]{16})-01$/.exec(request.traceContext.traceParent)?.[1];
        const invocation = {
          id,
          functionName,
          ...(requestId !== undefined && { requestId }),
          startedAt: Date.now(),
        };
        running.set(id, invocation);
        return worker.invoke(request).finally(() => {
          running.delete(id);
          ended.push({ ...invocation, endedAt: Date.now() });
          if (ended.length > kept) ended.shift();
        });
      };
      return Object.create(worker, { invoke: { value: invoke } });
    },
    running: () => [...running.values()],
    ended: () => ended,
  };
}
