import { startProcess } from '../startProcess.ts';

/** Something that runs until it is stopped. */
interface Part {
  stop(): Promise<void>;
}

/** Runs `work` with a way to start parts, and stops all of them however it ends. */
export async function withParts(
  work: (start: <T extends Part>(part: Promise<T>) => Promise<T>) => Promise<void>,
): Promise<void> {
  const running: Part[] = [];
  try {
    await work(async (starting) => {
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
    new URL('ingestion.ts', import.meta.url),
  );
}

/** The app's settings for the two. */
export function toSettings(
  model: Awaited<ReturnType<typeof startModel>>,
  ingestion: Awaited<ReturnType<typeof startIngestion>>,
) {
  return {
    AZURE_AI_INFERENCE_ENDPOINT: `${model.ready.url}/v1`,
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.ready.connectionString,
    MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10}}',
  };
}
