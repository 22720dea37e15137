import { startProcess } from './startProcess.ts';

/** Something that runs until it is stopped. */
interface Part {
  stop(): Promise<void>;
}

/** Starts a part and sees to its end. */
export type Start = <T extends Part>(part: Promise<T>) => Promise<T>;

/** Runs `work` with a way to start parts, and stops all of them however it ends. */
export async function withParts<Found>(work: (start: Start) => Promise<Found>): Promise<Found> {
  const running: Part[] = [];
  try {
    return await work(async (starting) => {
      const part = await starting;
      running.push(part);
      return part;
    });
  } finally {
    await Promise.all(running.map((part) => part.stop()));
  }
}

/** Starts the stub model. */
export function startModel() {
  return startProcess<{ url: string }, object, object>(new URL('model.ts', import.meta.url));
}

/** Starts the ingestion server; a command gives what it has taken so far. */
export function startIngestion() {
  return startProcess<{ connectionString: string }, object, { spans: number }>(
    new URL('ingestionServer.ts', import.meta.url),
  );
}

/**
 * The exporters send after 0.2 s instead of 5: a turn that counts what is exported after it need not wait longer. Under the
 * load of a turn a batch is full before either.
 */
const quickExport = { OTEL_BSP_SCHEDULE_DELAY: '200', OTEL_BLRP_SCHEDULE_DELAY: '200' };

/** How long after its last answer a turn still counts, in ms: by then its telemetry has been exported. */
export const settleMs = 600;

/** The app's settings for the model. */
export function toModelSettings(model: Awaited<ReturnType<typeof startModel>>) {
  return {
    AZURE_AI_INFERENCE_ENDPOINT: `${model.ready.url}/v1`,
    MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10}}',
  };
}

/** The app's settings for the two. */
export function toSettings(
  model: Awaited<ReturnType<typeof startModel>>,
  ingestion: Awaited<ReturnType<typeof startIngestion>>,
) {
  return {
    ...toModelSettings(model),
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.ready.connectionString,
    ...quickExport,
  };
}
