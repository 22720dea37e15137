import { once } from 'node:events';
import Module, { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { createApp, createCoreApi, runHooks } from '../../local/host/worker/coreApi.ts';
import { quantile } from '../harness/statistics.ts';
import { createArrivals } from './arrivals.ts';
import { chatBody } from './chatBody.ts';
import { atConcurrency, atRate } from './pacing.ts';
import { readEvents } from './readEvents.ts';
import { resolveLocally } from './resolveLocally.ts';
import type { Command, Report } from './startHandlers.ts';

// The deployable without a host: its HTTP handler is called directly, as often and as fast as the benchmark says. BENCH_APP
// is another folder than dist/app, BENCH_API_KEY the key of the caller that asks first, and
// whenever a command names none.

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
async function invoke(body: string, key = process.env.BENCH_API_KEY): Promise<number> {
  calls++;
  const ofCaller = key === undefined ? {} : { 'api-key': key };
  const headers = { 'content-type': 'application/json', ...ofCaller };
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

async function pacedTimes(perSecond: number, seconds: number, body: string) {
  const running: Promise<number>[] = [];
  await atRate(perSecond, seconds, () => running.push(invoke(body)));
  return Promise.all(running);
}

function endSpan(): void {
  tracer.startSpan('generate_completion').end();
}
const tracer = trace.getTracer('bench');

async function run(command: Command): Promise<Partial<Report>> {
  if (command.do === 'spans') {
    if (command.perSecond === undefined) for (let i = 0; i < command.count; i++) endSpan();
    else await atRate(command.perSecond, command.count / command.perSecond, endSpan);
    return {};
  }
  if (command.do === 'terminate') {
    const begin = performance.now();
    await runHooks(app, 'appTerminate', { hookData: {}, appHookData: {} });
    return { tookMs: performance.now() - begin };
  }
  const body = chatBody(command.do === 'invoke' ? command.ask : {});
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const times =
    command.do === 'invoke'
      ? await atConcurrency(command.count, command.concurrency, () =>
          invoke(body, command.ask?.key),
        )
      : await pacedTimes(command.perSecond, command.seconds, body);
  const tookMs = performance.now() - begin;
  if (command.do === 'invoke' && command.settleMs !== undefined) await sleep(command.settleMs);
  const { user, system } = process.cpuUsage(cpu);
  return {
    p99Ms: quantile(times, 0.99),
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
    ...report,
    unhandled,
    calls,
    answers: [...answers],
  };
  process.send?.(whole);
}
