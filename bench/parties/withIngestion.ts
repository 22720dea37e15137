import { type Handlers, startHandlers } from './startHandlers.ts';
import { type Mode, startIngestion } from './startIngestion.ts';
import { startModel, toModelSettings, withParts } from './withParts.ts';

interface Options {
  readonly mode?: Mode;
  readonly delayMs?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

interface App {
  readonly handlers: Handlers;
  readonly seen: Awaited<ReturnType<typeof startIngestion>>['seen'];
}

/** Runs `work` with the handlers before an ingestion server of this process that answers in a mode. */
export function withIngestion<Found>(
  { mode, delayMs, settings }: Options,
  work: (app: App) => Promise<Found>,
): Promise<Found> {
  return withParts(async (start) => {
    const model = await start(startModel());
    const ingestion = await startIngestion(mode, delayMs);
    try {
      const handlers = await start(
        startHandlers({
          ...toModelSettings(model),
          APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
          ...settings,
        }),
      );
      return await work({ handlers, seen: ingestion.seen });
    } finally {
      ingestion.stop();
    }
  });
}
