import { startHandlers } from './startHandlers.ts';
import { startServer } from './startServer.ts';
import { type Start, startIngestion, startModel, toSettings } from './withParts.ts';

/** Starts the app twice, with a stub model and an ingestion server: in the built-in host, and its handlers alone. */
export async function startOurs(start: Start) {
  const model = await start(startModel());
  const ingestion = await start(startIngestion());
  const settings = toSettings(model, ingestion);
  const about = { path: '/api/v1/chat/completions' };
  const host = await start(startServer('host.ts', settings, about));
  const handlers = await start(startHandlers(settings));
  return { model, ingestion, settings, host, handlers };
}
