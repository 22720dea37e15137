import { createServer } from 'node:http';
import { listen } from '../local/process/listen.ts';
import { build } from '../scripts/build.ts';
import { type Mode, startIngestion } from './export/ingestion.ts';
import { type Report, startWorker } from './export/startWorker.ts';
import { print } from './figures.ts';
import { median } from './statistics.ts';

// What telemetry costs and loses, counted at a local ingestion server. The built bundle runs in fresh processes without a
// host: its HTTP handler is called directly.

const chosen = process.argv.slice(2);
const answer = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Pack a tent.' } },
  ],
  usage: { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 },
});
let modelMs = 0;
const model = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const send = () => response.setHeader('content-type', 'application/json').end(answer);
    if (modelMs === 0) send();
    else setTimeout(send, modelMs);
  });
});
const modelUrl = `http://127.0.0.1:${await listen(model, 0)}/v1`;
const dark = {
  AZURE_AI_INFERENCE_ENDPOINT: modelUrl,
  MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10}}',
};
await build();

/** Starts the app at an ingestion server; `stop` ends both. */
async function start(mode: Mode = 'ok', delayMs = 0, settings: Record<string, string> = {}) {
  const ingestion = await startIngestion(mode, delayMs);
  const worker = await startWorker('worker.ts', {
    ...dark,
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    ...settings,
  });
  const stop = async () => {
    await worker.stop();
    ingestion.stop();
  };
  return { run: worker.run, seen: ingestion.seen, stop };
}

/** The spans that were made beside the first invocation's two, and how many of them did not arrive. */
async function lost(name: string, made: number, spans: number): Promise<void> {
  const missing = made + 2 - spans;
  print(name, `${made} spans, ${missing} lost`, '0 lost', missing === 0);
}

async function burst(): Promise<void> {
  const { run, seen, stop } = await start();
  await run({ do: 'spans', count: 20_000 });
  await run({ do: 'terminate' });
  await lost('burst of 10,000 invocations', 20_000, seen.spans);
  await stop();
}

async function steady(): Promise<void> {
  const { run, seen, stop } = await start('ok', 200);
  await run({ do: 'spans', count: 120_000, perSecond: 4_000 });
  await run({ do: 'terminate' });
  await lost('4,000 spans/s for 30 s, ingestion 200 ms', 120_000, seen.spans);
  await stop();
}

async function batch(): Promise<void> {
  const { run, seen, stop } = await start('ok', 500, { OTEL_BSP_SCHEDULE_DELAY: '100' });
  await new Promise((resolve) => setTimeout(resolve, 1_000)); // the first invocation's spans are away
  await run({ do: 'spans', count: 2_048 });
  await run({ do: 'terminate' });
  await lost('exactly one batch in flight at shutdown', 2_048, seen.spans);
  await stop();
}

async function sessions(): Promise<void> {
  const { run, seen, stop } = await start();
  const { calls } = await run({ do: 'pace', perSecond: 100, seconds: 30 });
  await run({ do: 'terminate' });
  const missing = calls - seen.sessions.size;
  print('100 invocations/s for 30 s', `${calls} sessions, ${missing} missing`, '0', missing === 0);
  await stop();
}

interface Turn {
  readonly paced: Report;
  readonly end: Report;
}

async function turn(mode: Mode): Promise<Turn> {
  const { run, stop } = await start(mode, 0, { OTEL_BSP_SCHEDULE_DELAY: '500' });
  await run({ do: 'invoke', count: 500, concurrency: 16 });
  const paced = await run({ do: 'pace', perSecond: 200, seconds: 5 });
  const end = await run({ do: 'terminate' });
  await stop();
  return { paced, end };
}

async function faults(): Promise<void> {
  const modes: readonly Mode[] = ['ok', 'refused', 'hang', '429', '500', '206'];
  const turns = new Map<Mode, Turn[]>(modes.map((mode) => [mode, []]));
  for (let round = 1; round <= 5; round++) {
    for (const mode of modes) turns.get(mode)?.push(await turn(mode));
    process.stderr.write(`\rfaults: round ${round} of 5`);
  }
  process.stderr.write('\n');
  const healthy = turns.get('ok') ?? [];
  for (const [mode, seen] of turns) {
    const p99 = median(seen.map(({ paced }) => paced.p99Ms));
    const added = median(
      seen.map(({ paced }, index) => paced.p99Ms - (healthy[index]?.paced.p99Ms ?? Number.NaN)),
    );
    const hook = Math.max(...seen.map(({ end }) => end.tookMs));
    const same = seen.every(({ end }) => `${end.answers}` === `${healthy[0]?.end.answers}`);
    const unhandled = seen.reduce((sum, { end }) => sum + end.unhandled, 0);
    print(
      `ingestion ${mode}`,
      `p99 ${p99.toFixed(2)} ms, added ${added.toFixed(2)} ms; hook at most ${hook.toFixed(0)} ms; ` +
        `answers ${same ? 'identical' : 'DIFFER'}; unhandled ${unhandled}`,
      'added < 1 ms, flush ≤ 3 s and 0.1 s for responses, identical, 0',
      added < 1 && hook <= 3_150 && same && unhandled === 0,
    );
  }
}

async function cpu(): Promise<void> {
  const settleMs = 6_000; // longer than the delay between exports
  const round = async (ms: number, count: number) => {
    const cost = async (app: { run: Awaited<ReturnType<typeof start>>['run'] }) => {
      modelMs = 0;
      await app.run({ do: 'invoke', count: 20_000, concurrency: 16, settleMs }); // compiled by then
      modelMs = ms;
      const { cpuMs } = await app.run({ do: 'invoke', count, concurrency: 16, settleMs });
      return cpuMs;
    };
    const on = await start();
    const onMs = await cost(on);
    await on.stop();
    const off = await startWorker('worker.ts', dark);
    const offMs = await cost(off);
    await off.stop();
    return { onMs, offMs };
  };
  for (const [ms, count, bound] of [
    [50, 4_000, 1.1],
    [0, 20_000, undefined],
  ] as const) {
    const rounds: { onMs: number; offMs: number }[] = [];
    for (let index = 0; index < 5; index++) rounds.push(await round(ms, count));
    const ratio = median(rounds.map(({ onMs, offMs }) => onMs / offMs));
    const [on, off] = [median(rounds.map((r) => r.onMs)), median(rounds.map((r) => r.offMs))];
    print(
      `CPU a request, telemetry on / off, ${ms} ms model`,
      `${on.toFixed(3)} / ${off.toFixed(3)} ms, ratio ${ratio.toFixed(2)}`,
      bound === undefined ? undefined : `at most ${bound}`,
      bound === undefined || ratio <= bound,
    );
  }
  modelMs = 0;
}

async function bytes(): Promise<void> {
  const count = 1_000;
  const ours = await start();
  await ours.run({ do: 'invoke', count: count - 1, concurrency: 1 });
  await ours.run({ do: 'terminate' });
  await ours.stop();
  const ingestion = await startIngestion();
  const peer = await startWorker('distroDefaults.ts', {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    INGESTION: ingestion.url,
    MODEL: modelUrl,
    OTEL_BSP_MAX_QUEUE_SIZE: '32768',
    OTEL_SERVICE_NAME: 'callspan',
  });
  await peer.run({ do: 'invoke', count, concurrency: 1 });
  await peer.stop();
  ingestion.stop();
  for (const kind of ['bytes', 'gzipped'] as const) {
    const own = ours.seen[kind] / count;
    const theirs = ingestion.seen[kind] / count;
    print(
      `ingestion ${kind} an invocation, ours / defaults`,
      `${own.toFixed(0)} / ${theirs.toFixed(0)}, ratio ${(own / theirs).toFixed(2)}`,
      kind === 'bytes' ? 'at most 0.5' : undefined,
      kind !== 'bytes' || own / theirs <= 0.5,
    );
  }
}

const scenarios = { burst, steady, batch, sessions, faults, cpu, bytes };
for (const [name, scenario] of Object.entries(scenarios)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  await scenario();
}
model.close();
model.closeAllConnections();
