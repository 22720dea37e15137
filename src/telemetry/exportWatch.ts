import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { DiagLogger } from '@opentelemetry/api';

/**
 * Receives the OpenTelemetry SDK's messages about itself. It reads only the count of dropped spans, which is
 * nowhere else. The rest can hold foreign error texts and is discarded.
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

/** Calls `onStart` once for a run of events that are less than `quietMs` apart, with the first. */
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
  /** Resolves when no request is running: the SDK's own shutdown does not wait for a running batch. */
  settled(): Promise<void>;
}

/** `onFailure` gets the HTTP status of each failed request, or undefined when there was no answer. */
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
