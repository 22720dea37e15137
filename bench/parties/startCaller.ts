import { startProcess } from './startProcess.ts';
import { type Start, startIngestion, toSettings } from './withParts.ts';

/** Whom the caller asks: the model itself, or before it a pipe, or the app's worker. */
export type Called = 'model' | 'pipe' | 'worker';

/** What a caller is told to do. */
export type CallerCommand =
  | {
      readonly do: 'firstTokens';
      readonly called: Called;
      readonly perSecond: number;
      /** How long streams are started, once as many run as ever will. */
      readonly seconds: number;
      /** How long each stream lasts. */
      readonly lastSeconds: number;
    }
  | { readonly do: 'grow'; readonly called: Called; readonly to: number; readonly seconds: number }
  | { readonly do: 'close' };

/** What it found; what the command does not measure is empty or 0. */
export interface CallerReport {
  readonly firstTokensMs: readonly number[];
  /** 99th percentile of the times between two pieces of a stream, in ms; Infinity when a stream broke. */
  readonly gapP99Ms: number;
  /** Of the worker. */
  readonly residentMiB: number;
}

/** Starts a paced model, a pipe, a worker, and who calls them; telemetry is on. */
export async function startCaller(start: Start) {
  const model = await start(
    startProcess<{ url: string }, object, object>(new URL('pacedModel.ts', import.meta.url)),
  );
  const pipe = await start(
    startProcess<{ url: string }, object, object>(new URL('pipe.ts', import.meta.url), {
      MODEL: model.ready.url,
    }),
  );
  const settings = {
    PIPE: pipe.ready.url,
    ...toSettings(model, await start(startIngestion())),
    HTTP_DEADLINE_SECONDS: '220', // longer than any stream here
    AzureWebJobsStorage: '',
  };
  return start(
    startProcess<object, CallerCommand, CallerReport>(
      new URL('caller.ts', import.meta.url),
      settings,
    ),
  );
}
