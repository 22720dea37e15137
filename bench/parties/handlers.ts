import { channel } from 'node:diagnostics_channel';
import { EventEmitter, once } from 'node:events';
import Module, { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { createApp, createCoreApi, runHooks } from '../../local/host/worker/coreApi.ts';
import { readEvents } from '../readEvents.ts';
import type { Command, Report } from './startWorker.ts';

// The deployable without a host: its HTTP handler is called directly, as often and as fast as the benchmark says.

const app = createApp();
const coreApi = createCoreApi(app, () => {}, 2026);
const { require: original } = Module.prototype;
Module.prototype.require = Object.assign(function (this: NodeJS.Module, id: string): unknown {
  return id === '@azure/functions-core' ? coreApi : original.call(this, id);
}, original);

let unhandled = 0;
process.on('unhandledRejection', () => unhandled++);

createRequire(import.meta.url)('../../dist/app/main.js');
const { HttpRequest, InvocationContext } = await import('@azure/functions');
const requests = channel('http.server.request.start');
const handle = app.functions.get('chatCompletions')?.callback;
const messages = [{ role: 'user', content: 'What should I pack?' }];
const bodies = {
  whole: JSON.stringify({ messages }),
  streamed: JSON.stringify({ messages, stream: true }),
};
let calls = 0;
const answers = new Set<string>();
process.on('disconnect', () => process.exit(1));
await invoke(bodies.whole); // loads the rest

/** One invocation, its answer read whole; resolves to its time in ms. */
async function invoke(body: string): Promise<number> {
  const invocationId = `bench-${calls++}`;
  // The app reads the true headers from the worker's HTTP server, which is not here.
  const headers = { 'content-type': 'application/json', 'x-ms-invocation-id': invocationId };
  const response = Object.assign(new EventEmitter(), { writableFinished: true }); // nobody leaves early
  requests.publish({ request: { headers }, response });
  const url = 'http://localhost/api/v1/chat/completions';
  const request = new HttpRequest({ method: 'POST', url, headers, body: { string: body } });
  const context = new InvocationContext({ invocationId, functionName: 'chatCompletions' });
  const begin = performance.now();
  const answer = (await handle?.(request, context)) as {
    status?: number;
    jsonBody?: unknown;
    body?: ReadableStream<Uint8Array>;
  };
  const content = answer.body === undefined ? answer.jsonBody : await readStream(answer.body);
  const took = performance.now() - begin;
  answers.add(JSON.stringify([answer.status, content]));
  response.emit('close');
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

async function atRate(perSecond: number, seconds: number): Promise<number[]> {
  const running: Promise<number>[] = [];
  await paced(perSecond, seconds, () => running.push(invoke(bodies.whole)));
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
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const times =
    command.do === 'invoke'
      ? await atConcurrency(
          command.count,
          command.concurrency,
          command.stream === true ? bodies.streamed : bodies.whole,
        )
      : await atRate(command.perSecond, command.seconds);
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
    ...report,
    unhandled,
    calls,
    answers: [...answers],
  };
  process.send?.(whole);
}
