import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { LogLine } from '../../local/host/messages.ts';
import { type Host, startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { type IngestionFault, ingestionFaults, startIngestion } from '../e2e/ingestion.ts';
import { modelAnswer, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest } from '../e2e/startApp.ts';
import { expectWithin } from '../time/expectWithin.ts';
import { until } from '../time/until.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The deployable in its host, at an ingestion endpoint that fails as told; `before` runs in the worker before the app. */
async function start(
  fault: IngestionFault,
  { before = '', settings = {} }: { before?: string; settings?: Record<string, string> } = {},
) {
  const ingestion = await startIngestion(fault);
  const temporary = mkdtempSync(join(tmpdir(), 'callspan-faults-'));
  const library = createRequire(import.meta.url).resolve('@azure/functions');
  writeFileSync(
    join(temporary, 'main.js'),
    `process.on('unhandledRejection', () => console.error('unhandled rejection'));
    const { app } = require(${JSON.stringify(library)});
    ${before}
    require(${JSON.stringify(join(root, 'dist/app/main.js'))});`,
  );
  writeFileSync(join(temporary, 'package.json'), '{"main":"main.js","type":"commonjs"}');
  writeFileSync(join(temporary, 'host.json'), '{"version":"2.0"}');
  const logs: LogLine[] = [];
  const host: Host = await startHost({
    appDir: temporary,
    port: 0,
    settings: {
      AZURE_AI_INFERENCE_ENDPOINT: model.url,
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
      OTEL_BSP_SCHEDULE_DELAY: '100',
      TMPDIR: temporary,
      ...settings,
    },
    onLog: (line) => logs.push(line),
  });
  ends.push(
    () => rmSync(temporary, { recursive: true }),
    ingestion.stop,
    () => host.stop(),
  );
  return {
    ingestion,
    temporary,
    logs,
    host,
    ask: (body: object = campingRequest, headers: Record<string, string> = {}) =>
      fetch(`${host.url}/api/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    health: async () =>
      (await (await fetch(`${host.url}/api/health`)).json()) as {
        telemetry: { state: string; droppedSpans: number };
      },
  };
}

/**
 * Stops the host, and sees that the worker ends in time: 3 s to flush, and 100 ms for answers to leave. The host itself may go
 * on, with rows of its own to send.
 */
async function endInTime(host: Host): Promise<void> {
  const pid = host.workerPid() ?? 0;
  const stopped = expectWithin(3_100, 500, async () => {
    const stopping = host.stop();
    await until(
      'the worker to end',
      () => stateOf(pid),
      (state) => state === 'gone',
    );
    return { stopping };
  });
  await (await stopped).stopping;
}

function stateOf(pid: number): 'running' | 'gone' {
  try {
    process.kill(pid, 0);
    return 'running';
  } catch {
    return 'gone';
  }
}

/** What was said after the start, beside our own warnings. */
function foreign(logs: readonly LogLine[]): string[] {
  return logs
    .map(({ message }) => message)
    .filter(
      (message) =>
        !/CallspanWarning|--trace-warnings|^Capability |^HTTP streaming|^Auto-assigned|not listening/.test(
          message,
        ),
    );
}

/** Items of a kind that the app has sent, unpacked from the requests so far; the host's own are left out. */
function items(received: readonly string[], baseType: string) {
  return received
    .flatMap((text) => JSON.parse(text) as Envelope[])
    .filter(({ tags }) => !tags['ai.internal.sdkVersion']?.startsWith('callspan-host'))
    .filter(({ data }) => data.baseType === baseType)
    .map(({ data }) => data.baseData);
}
interface Envelope {
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string; readonly baseData: Item };
}
interface Item {
  name: string;
  duration: string;
  message: string;
  properties: Record<string, string>;
}

describe('an ingestion endpoint that fails', () => {
  it.each(ingestionFaults)(
    '%s: every call is answered, and the worker ends in time',
    async (fault) => {
      const { ask, host, ingestion, logs } = await start(fault);
      for (let round = 0; round < 3; round++) {
        const responses = await Promise.all([...Array(10).keys()].map(() => ask()));
        for (const response of responses) {
          expect(response.status).toBe(200);
          expect(await response.json()).toEqual(modelAnswer);
        }
        const sent = ingestion.sendings();
        if (fault !== 'refusing connections' && fault !== 'hanging') {
          await until('another export', ingestion.sendings, (count) => count > sent);
        }
      }
      await endInTime(host);
      const said = logs.map(({ message }) => message).join('\n');
      expect(said).not.toContain('unhandled rejection');
      expect(said.match(/Application Insights does not take telemetry/g) ?? []).toHaveLength(
        fault === 'hanging' || fault === 'taking half' ? 0 : 1,
      );
      expect(foreign(logs)).toEqual([]);
    },
  );
});

describe('a disk store', () => {
  it('that cannot be written changes no answer', async () => {
    const { ask, host } = await start('failing', { settings: { TMPDIR: '/dev/null' } });
    expect((await ask()).status).toBe(200);
    await host.stop();
  });

  it('that is full changes no answer, and does not grow', async () => {
    const first = await start('failing');
    expect((await first.ask()).status).toBe(200);
    const stored = () =>
      readdirSync(first.temporary, { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile() && entry.parentPath.includes('AzureMonitor'),
      );
    await until(
      'telemetry on disk',
      async () => stored().length,
      (count) => count > 0,
    );
    const file = stored()[0];
    truncateSync(join(file?.parentPath ?? '', file?.name ?? ''), 60 * 1024 * 1024);
    const before = stored().length;
    expect((await first.ask()).status).toBe(200);
    await first.host.stop();
    expect(stored().length).toBeLessThanOrEqual(before + 1); // one may have been on its way
  });
});

describe('hostile values', () => {
  it.each([
    ['a megabyte', 'x'.repeat(1_000_000)],
    ['lone surrogates', '\ud800\udc00\udfff\ud800'],
    ['NUL', 'a\0b'],
  ])(
    '%s in what a caller controls: answered, and the rows arrive, bounded',
    async (_name, value) => {
      const { ask, ingestion, host } = await start('none', {
        settings: { AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true' },
      });
      const body = {
        messages: [{ role: 'user', content: value }],
        stop: value,
        user: value.slice(0, 500),
      };
      const header = value.replace(/[^a-z]/g, '').slice(0, 10_000);
      expect((await ask(body, { 'x-conversation-id': header })).status).toBe(200);
      await host.stop();
      const spans = items(ingestion.received, 'RemoteDependencyData');
      expect(spans.map(({ name }) => name).sort()).toEqual(['chat gpt-4o', 'generate_completion']);
      const sizes = spans.map((span) => Buffer.byteLength(JSON.stringify(span)));
      expect(Math.max(...sizes)).toBeLessThan(64 * 1024);
      expect(ingestion.received.join().isWellFormed()).toBe(true);
    },
  );
});

it('a connection string that is none: the start fails naming the setting, not its value', async () => {
  const settings = { APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=canary-7f' };
  const failed = await start('none', { settings }).catch((error: Error) => error);
  expect(failed).toBeInstanceOf(Error);
  expect(`${failed}`).toContain('APPLICATIONINSIGHTS_CONNECTION_STRING');
  expect(`${failed}`).not.toContain('canary');
});

it('a queue of spans that overflows: what is dropped is counted, in health and in one line', async () => {
  const { ask, health, ingestion, host } = await start('none', {
    settings: {
      OTEL_BSP_MAX_QUEUE_SIZE: '8',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '8',
      OTEL_BSP_SCHEDULE_DELAY: '3600000',
    },
  });
  let answered = 0;
  const { telemetry } = await until(
    'telemetry to be dropped',
    async () => {
      const responses = await Promise.all([...Array(40).keys()].map(() => ask()));
      answered += responses.filter(({ status }) => status === 200).length;
      return health();
    },
    (found) => found.telemetry.droppedSpans > 0,
  );
  expect(answered % 40).toBe(0);
  await host.stop();
  const arrived = items(ingestion.received, 'RemoteDependencyData').length;
  expect(arrived).toBeLessThanOrEqual(2 * answered - telemetry.droppedSpans);
  const lines = items(ingestion.received, 'MessageData').map(({ message }) => message);
  expect(lines.filter((line) => line.startsWith('Spans are dropped'))).toHaveLength(1);
});

it('an exporter that throws: every call is answered, and the worker ends', async () => {
  const { ask, host, logs } = await start('none', {
    before: `const http = require('node:http'); const request = http.request;
      http.request = function (options, ...rest) {
        if (String(options.path).includes('/track')) throw new Error('canary');
        return request.call(this, options, ...rest);
      };`,
  });
  const responses = await Promise.all([...Array(10).keys()].map(() => ask()));
  expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(200));
  await endInTime(host);
  expect(foreign(logs)).toEqual([]);
});

it('the clock stepping back an hour in a call: no negative duration, and the line tells the true one', async () => {
  const { ask, host, ingestion } = await start('none', {
    before: `const now = Date.now; let back = 0;
      Date.now = () => now() - back;
      app.hook.preInvocation((hook) => {
        const run = hook.functionHandler;
        hook.functionHandler = (...args) => { setTimeout(() => { back = 3600000; }, 1); return run(...args); };
      });`,
  });
  model.replies.push(reply(200, modelAnswer, {}, 100));
  expect((await ask()).status).toBe(200);
  await host.stop();
  const spans = items(ingestion.received, 'RemoteDependencyData');
  expect(spans).toHaveLength(2);
  for (const { duration } of spans) expect(duration).toMatch(/^00:0\d:\d\d\.\d+$/);
  const [line] = items(ingestion.received, 'MessageData');
  expect(Number(/ok in (\d+) ms/.exec(line?.message ?? '')?.[1])).toBeGreaterThanOrEqual(95);
});
