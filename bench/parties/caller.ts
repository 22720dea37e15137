import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../harness/statistics.ts';
import { chatBody } from './chatBody.ts';
import { startLoneWorker } from './loneWorker.ts';
import { openStream, type StreamTarget } from './openStream.ts';
import { residentMiB } from './processFigures.ts';
import type { Called, CallerCommand, CallerReport } from './startCaller.ts';

// Calls a paced model for streams, directly, through a pipe, or through a worker that has no host above it, and notes when pieces
// arrive. The settings are this process's environment.

const worker = await startLoneWorker(process.env as Record<string, string>);
const at = (url = ''): StreamTarget => ({
  port: Number(new URL(url).port),
  path: '/v1/chat/completions',
});
const direct = { model: at(process.env.AZURE_AI_INFERENCE_ENDPOINT), pipe: at(process.env.PIPE) };
const toTarget = (called: Called): StreamTarget =>
  called === 'worker' ? worker.invoke() : direct[called];
const chunksASecond = 50;
const open = new Set<Socket>();
let broken = 0;
let gaps: number[] = [];

/** Starts streams evenly and resolves to the times until their first text, of those that start after the first `fillMs`. */
async function firstTokens(
  called: Called,
  { perSecond, seconds, lastSeconds }: Extract<CallerCommand, { do: 'firstTokens' }>,
): Promise<number[]> {
  const body = chatBody({ stream: true, chunks: lastSeconds * chunksASecond });
  const first: Promise<number>[] = [];
  const everyMs = 1_000 / perSecond;
  const begin = performance.now();
  for (let index = 0; index < perSecond * (seconds + lastSeconds); index++) {
    await sleep(Math.max(0, begin + index * everyMs - performance.now()));
    const isMeasured = index >= perSecond * lastSeconds; // by then as many run as ever will
    const time = timeToText(toTarget(called), body);
    if (isMeasured) first.push(time);
  }
  const times = await Promise.all(first);
  await sleep(lastSeconds * 1_000);
  return times;
}

function timeToText(target: StreamTarget, body: string): Promise<number> {
  const begin = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const onEnd = () => reject(new Error('a stream without text'));
  const onData = (data: Buffer) => {
    if (data.includes('"content":" tent"')) resolve(performance.now() - begin);
  };
  openStream(target, body, onData, onEnd);
  return promise;
}

/** Opens endless streams until so many run, lets them settle, and notes the times between pieces for a while. */
async function grow(called: Called, to: number, seconds: number): Promise<void> {
  const body = chatBody({ stream: true, chunks: 0 });
  const everyMs = 1_000 / Math.max(1, to - open.size);
  const begin = performance.now();
  for (let index = 0; open.size < to; index++) {
    await sleep(Math.max(0, begin + index * everyMs - performance.now()));
    let last = Number.NaN;
    const onData = () => {
      const now = performance.now();
      if (now > last) gaps.push(now - last);
      last = now;
    };
    const socket = openStream(toTarget(called), body, onData, () => {
      if (open.has(socket)) broken += 1;
    });
    open.add(socket);
  }
  await sleep(1_000);
  gaps = [];
  await sleep(seconds * 1_000);
}

async function run(command: CallerCommand): Promise<Partial<CallerReport>> {
  if (command.do === 'firstTokens') {
    return { firstTokensMs: await firstTokens(command.called, command) };
  }
  if (command.do === 'grow') {
    await grow(command.called, command.to, command.seconds);
    const gapP99Ms = broken > 0 ? Number.POSITIVE_INFINITY : quantile(gaps, 0.99);
    return { gapP99Ms, residentMiB: residentMiB(worker.pid) };
  }
  const closing = [...open];
  open.clear();
  broken = 0;
  for (const socket of closing) socket.destroy();
  await sleep(2_000); // the worker sees that its callers have left
  return {};
}

process.on('disconnect', () => process.exit(1));
process.on('message', async (command: CallerCommand) => {
  const nothing: CallerReport = { firstTokensMs: [], gapP99Ms: 0, residentMiB: 0 };
  process.send?.({ ...nothing, ...(await run(command)) });
});
process.send?.({});
