import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll } from 'vitest';
import type { LogLine } from '../../local/host/messages.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { type Stack, type StackOptions, startStack } from '../../local/stack/stack.ts';
import { takeStorage } from '../storage.ts';
import { foreignAddress, startForeignHost } from './foreignHost.ts';

/** A row of the local Application Insights. */
export interface Row {
  readonly itemType: string;
  readonly id: string;
  readonly name: string;
  readonly operation_Id: string;
  readonly operation_ParentId: string;
  readonly session_Id: string | null;
  readonly success: string;
  readonly resultCode: string;
  readonly duration: number;
  readonly message: string;
  readonly customDimensions: Readonly<Record<string, string>>;
  readonly [column: string]: unknown;
}

/** Most tests wait for a row. */
const sentSoon = { OTEL_BSP_SCHEDULE_DELAY: '50', OTEL_BLRP_SCHEDULE_DELAY: '50' };

/**
 * Starts the whole stack for a test file, on free ports and in memory; its result can be used once the tests run. All
 * tests take their host from here: the built-in one, of the generation in `CALLSPAN_TEST_GENERATION`, or the tester's
 * own at the URL in `CALLSPAN_TEST_HOST`, which `CALLSPAN_TEST_HOST_COMMAND` starts.
 */
export function startApp(
  settings: () => Promise<Record<string, string>> | Record<string, string> = () => ({}),
) {
  let stack: Stack | undefined;
  const logs: LogLine[] = [];
  const running = (): Stack => {
    if (stack === undefined) throw new Error('the stack has not started');
    return stack;
  };
  beforeAll(async () => {
    const options: StackOptions = {
      ports: { app: 0, insights: 0, model: 0, storage: 0 },
      data: 'memory',
      settings: {
        ...readSample(root),
        ...sentSoon,
        AzureWebJobsStorage: takeStorage(),
        ...(await settings()),
      },
      build: false,
      modelLatencyMs: 0,
      onLog: (line) => logs.push(line),
    };
    const foreign = await foreignAddress();
    if (foreign !== undefined) {
      const services = await startStack({ ...options, services: true });
      stack = services;
      const host = await startForeignHost({ ...foreign, settings: services.appSettings, logs });
      stack = { ...services, app: foreign.url, host };
    } else {
      const generation = process.env.CALLSPAN_TEST_GENERATION === '2024' ? 2024 : 2026;
      stack = await startStack({ ...options, generation });
    }
  });
  afterAll(async () => {
    await stack?.host?.stop();
    await stack?.stop();
  });

  const rows = async (table: string, session?: string): Promise<readonly Row[]> => {
    const query = session === undefined ? 'limit=1000' : `session_Id=${session}`;
    const response = await fetch(`${running().insights}/api/tables/${table}?${query}`);
    return ((await response.json()) as { items: Row[] }).items;
  };

  return {
    /** Output of the app and its host so far. */
    logs: logs as readonly LogLine[],
    get stack() {
      return running();
    },
    /** `POST v1/chat/completions` with a JSON body. */
    chat: (body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${running().app}/api/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    /** The rows of a table, by session when one is given. */
    rows,
    /** The app's own rows, without those of the host's own calls. */
    spans: async (): Promise<readonly Row[]> =>
      (await rows('dependencies')).filter(({ session_Id }) => session_Id),
    get blobs() {
      return BlobServiceClient.fromConnectionString(running().storage ?? '');
    },
    get queues() {
      return QueueServiceClient.fromConnectionString(running().storage ?? '');
    },
  };
}

/** The body of an answer; the test states its type. */
export async function bodyOf(response: Response) {
  return (await response.json()) as {
    model: string;
    choices: { message: { content: string } }[];
    usage: { prompt_tokens: number; completion_tokens: number };
    error: unknown;
  };
}

/** The question of the README. */
export const campingRequest = {
  messages: [
    {
      role: 'user',
      content: 'What are some recommended supplies for a camping trip in the mountains?',
    },
  ],
};
