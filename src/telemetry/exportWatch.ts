import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { DiagLogger } from '@opentelemetry/api';

/**
 * Takes what the OpenTelemetry SDK says about itself. Only the count of dropped spans is read, which it tells nowhere
 * else; the rest can hold foreign error texts and goes nowhere.
 */
export function createDiagLogger(onDrop: (spans: number) => void): DiagLogger {
  const silent = () => {};
  return {
    error: silent,
    warn(message) {
      const dropped = /^Dropped (\d+) spans because maxQueueSize reached/.exec(message)?.[1];
      if (dropped !== undefined) onDrop(Number(dropped));
    },
    info: silent,
    debug: silent,
    verbose: silent,
  };
}

/** Calls `onStart` with the first of a run of events less than `quietMs` apart, however many follow. */
export function oncePerEpisode(onStart: () => void, quietMs = 60_000): () => void {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    const started = now - last > quietMs;
    last = now;
    if (started) onStart();
  };
}

/** Watches requests to the ingestion endpoint. */
export interface ExportWatch {
  readonly policy: PipelinePolicy;
  /** Resolves when no request is running: the SDK's own shutdown does not wait for a batch in flight. */
  settled(): Promise<void>;
}

/** `onFailure` is told of each request that failed: its HTTP status, or undefined when there was no answer. */
export function watchExports(onFailure: (status: number | undefined) => void): ExportWatch {
  const running = new Set<Promise<unknown>>();
  return {
    policy: {
      name: 'CallspanExportWatch',
      sendRequest(request, next) {
        const response = next(request);
        running.add(response);
        response.then(
          ({ status }) => {
            running.delete(response);
            if (status >= 400) onFailure(status);
          },
          () => {
            running.delete(response);
            onFailure(undefined);
          },
        );
        return response;
      },
    },
    async settled() {
      do {
        await new Promise(setImmediate);
        await Promise.allSettled(running);
      } while (running.size > 0);
    },
  };
}
