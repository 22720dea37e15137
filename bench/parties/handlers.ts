import { once } from 'node:events';
import Module, { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { trace } from '@opentelemetry/api';
import { createApp, createCoreApi, runHooks } from '../../local/host/worker/coreApi.ts';
import { createArrivals } from './arrivals.ts';
import { chatBody } from './chatBody.ts';
import { readEvents } from './readEvents.ts';
import { resolveLocally } from './resolveLocally.ts';
import type { Command, Report } from './startHandlers.ts';

// The deployable without a host: its HTTP handler is called directly, as often and as fast as the benchmark says. BENCH_APP
// is another folder than dist/app.

resolveLocally();

const app = createApp();
const arrivals = createArrivals();
const coreApi = {
  ...createCoreApi(app, () => {}, 2026),
  getProgrammingModel: () => arrivals.model,
};
const { require: original } = Module.prototype;
Module.prototype.require = Object.assign(function (this: NodeJS.Module, id: string): unknown {
  return id === '@azure/functions-core' ? coreApi : original.call(this, id);
}, original);

let unhandled = 0;
process.on('unhandledRejection', () => unhandled++);

createRequire(import.meta.url)(`${process.env.BENCH_APP ?? '../../dist/app'}/main.js`);
await arrivals.open();
const { HttpRequest, InvocationContext } = await import('@azure/functions');
const handle = app.functions.get('chatCompletions')?.callback;
let calls = 0;
const answers = new Set<string>();
process.on('disconnect', () => process.exit(1));
await invoke(chatBody()); // loads the rest

/** One invocation, its answer read whole; resolves to its time in ms. */
async function invoke(body: string): Promise<number> {
  calls++;
  const headers = { 'content-type': 'application/json' };
  const url = 'http://localhost/api/v1/chat/completions';
  const request = new HttpRequest({ method: 'POST', url, headers, body: { string: body } });
  const begin = performance.now();
  const invocationId = await arrivals.arrive(url, headers);
  const context = new InvocationContext({ invocationId, functionName: 'chatCompletions' });
  const answer = (await handle?.(request, context)) as {
    status?: number;
    jsonBody?: unknown;
    body?: ReadableStream<Uint8Array>;
  };
  const content = answer.body === undefined ? answer.jsonBody : await readStream(answer.body);
  const took = performance.now() - begin;
  answers.add(JSON.stringify([answer.status, content]));
  return took;
}

async function readStream(body: ReadableStream<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return readEvents(Buffer.concat(chunks).toString('utf8'));
}

async function atConcurrency(count: number, concurrency: number, body: string) {
  const times: number[] = [];
  let left = count;
  const run = async () => {
    while (left-- > 0) times.push(await invoke(body));
  };
  await Promise.all(Array.from({ length: concurrency }, run));
  return times;
}

async function atRate(perSecond: number, seconds: number, body: string): Promise<number[]> {
  const running: Promise<number>[] = [];
  await paced(perSecond, seconds, () => running.push(invoke(body)));
  return Promise.all(running);
}

/** Calls `act` so many times a second, in slices of a few ms. */
async function paced(perSecond: number, seconds: number, act: () => void): Promise<void> {
  const begin = performance.now();
  for (let done = 0; done < perSecond * seconds; ) {
    const due = Math.min(perSecond * seconds, ((performance.now() - begin) / 1_000) * perSecond);
    for (; done < due; done++) act();
    await sleep(5);
  }
}

function endSpan(): void {
  tracer.startSpan('generate_completion').end();
}
const tracer = trace.getTracer('bench');
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

async function run(command: Command): Promise<Partial<Report>> {
  if (command.do === 'spans') {
    if (command.perSecond === undefined) for (let i = 0; i < command.count; i++) endSpan();
    else await paced(command.perSecond, command.count / command.perSecond, endSpan);
    return {};
  }
  if (command.do === 'terminate') {
    const begin = performance.now();
    await runHooks(app, 'appTerminate', { hookData: {}, appHookData: {} });
    return { tookMs: performance.now() - begin };
  }
  if (command.do === 'memory') {
    collect();
    return { heapMiB: process.memoryUsage().heapUsed / 2 ** 20 };
  }
  const body = chatBody(command.ask);
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const times =
    command.do === 'invoke'
      ? await atConcurrency(command.count, command.concurrency, body)
      : await atRate(command.perSecond, command.seconds, body);
  const tookMs = performance.now() - begin;
  if (command.do === 'invoke' && command.settleMs !== undefined) await sleep(command.settleMs);
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  return {
    p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    cpuMs: (user + system) / 1_000 / times.length,
    tookMs,
  };
}

process.send?.({});
for (;;) {
  const [command] = (await once(process, 'message')) as [Command];
  const report = await run(command);
  const whole: Report = {
    p99Ms: 0,
    cpuMs: 0,
    tookMs: 0,
    heapMiB: 0,
    ...report,
    unhandled,
    calls,
    answers: [...answers],
  };
  process.send?.(whole);
}
