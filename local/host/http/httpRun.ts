import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FunctionCall } from '../generation.ts';
import type { HostRows } from '../rows/hostRows.ts';
import type { Sampler } from '../rows/sampler.ts';
import { type HostSpan, startHostSpan } from '../traceContext.ts';
import type { Worker } from '../worker/workerProcess.ts';
import { httpMetadata, isJson, toHttpData, writeBuffered } from './httpData.ts';
import { canForward, forward } from './proxy.ts';
import { refuse } from './refuse.ts';
import { type BodyStart, BodyTooLarge, isTooLarge, readBody, readStart } from './requestBody.ts';

/** What a function needs to run for a request. */
export interface HttpRunOptions {
  /** The worker. While it is being replaced, waits at most this long; undefined when none comes. */
  nextWorker(withinMs: number): Promise<Worker | undefined>;
  /** Whether a caller's own `x-ms-invocation-id` reaches the worker. */
  readonly keepsCallersId: boolean;
  /** The function's dimensions on a row. */
  faasOf(call: FunctionCall): Readonly<Record<string, string>>;
  readonly keepsTrace: Sampler;
  readonly rows: HostRows;
  readonly functionTimeoutMs: number;
  onFailure(functionName: string, invocationId: string, text: string): void;
  /** How long a caller waits for the head of an answer, in ms; front ends in Azure time out at 230 s. */
  readonly frontTimeoutMs?: number | undefined;
  /** How long a request waits for a worker that is being replaced, in ms. */
  readonly holdMs?: number | undefined;
}

/** A function with an HTTP trigger. */
export interface HttpRoute {
  readonly functionName: string;
  readonly binding: string;
  /** `/api/v1/chat/completions`. */
  readonly template: string;
}

/** A request for a function. */
export interface HttpCall {
  readonly route: HttpRoute;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly target: URL;
}

/** One run of it. */
interface Invocation {
  readonly invocationId: string;
  readonly span: HostSpan;
  fail(error: unknown): void;
}

/** The head of an answer comes from the worker's own server, the end of the function by another way. */
const answerMs = 1_000;
/** The real host first reads a JSON body for its properties. Here it reads only this much, so that no large body is held. */
const readAheadBytes = 1024 * 1024;

/** Runs a function for a request, and writes its row. Rejects only with an error of ours. */
export async function runOverHttp(
  call: HttpCall,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: HttpRunOptions,
): Promise<void> {
  const { functionName, template } = call.route;
  const { rows, keepsTrace, onFailure, frontTimeoutMs = 230_000 } = options;
  const invocationId = randomUUID();
  const span = startHostSpan(incoming.headers.traceparent?.toString(), keepsTrace);
  const startedAt = Date.now();
  const start = performance.now();
  const closed = new Promise<void>((resolve) => outgoing.once('close', resolve));
  const giveUp = setTimeout(() => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(504, { connection: 'close' }).end();
  }, frontTimeoutMs);

  let failed = false;
  const fail = (error: unknown) => {
    failed = true;
    if (outgoing.destroyed && !outgoing.headersSent) return; // the caller disconnected: nothing to report
    const text = error instanceof Error ? error.message : String(error);
    onFailure(functionName, invocationId, text);
  };
  try {
    await run(call, { invocationId, span, fail }, incoming, outgoing, options);
  } catch (error) {
    fail(error);
    if (!outgoing.headersSent) outgoing.writeHead(error instanceof BodyTooLarge ? 413 : 500).end();
  }
  await closed;
  clearTimeout(giveUp);
  if (!span.recorded) return;
  const status = outgoing.headersSent ? outgoing.statusCode : 499;
  rows.addRequest({
    span,
    name: `${incoming.method} ${template}`,
    resultCode: `${status}`,
    success: !failed && status < 400,
    startedAt,
    durationMs: performance.now() - start,
    faas: options.faasOf({ functionName, invocationId }),
  });
}

async function run(
  { route, params, target }: HttpCall,
  { invocationId, span, fail }: Invocation,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: HttpRunOptions,
): Promise<void> {
  if (isTooLarge(incoming)) throw new BodyTooLarge('The body is larger than 100 MiB.');
  const worker = await options.nextWorker(options.holdMs ?? 60_000);
  if (outgoing.destroyed) return;
  if (worker === undefined) return refuse(outgoing, 'starting');
  const streaming = worker.capabilities.HttpUri;
  const body = await startOf(incoming, streaming !== undefined);
  const read = body.whole ? body.bytes : undefined;
  const done = worker.invoke({
    invocationId,
    functionId: route.functionName,
    inputData: [
      { name: route.binding, data: streaming ? {} : toHttpData(incoming, target, params, read) },
    ],
    triggerMetadata: httpMetadata(incoming, target, params, read),
    traceContext: { traceParent: span.traceparent, traceState: '' },
  });
  if (streaming === undefined) {
    writeBuffered(outgoing, (await done)?.http);
    return;
  }
  if (canForward(incoming)) {
    const { keepsCallersId } = options;
    const onEnd = watchHop(streaming, incoming, target, span, options.rows);
    forward(streaming, {
      ...{ invocationId, keepsCallersId, target, incoming, outgoing, onEnd },
      start: body,
    });
  } else {
    waitInVain(outgoing, worker, options.functionTimeoutMs);
  }
  // A handler that throws or returns nothing in streaming mode never answers: the caller waits, as in Azure.
  done.then(() => {
    const tell = setTimeout(() => {
      if (outgoing.headersSent || outgoing.destroyed) return;
      fail('The function has ended without an answer; its caller waits, as in Azure.');
    }, answerMs);
    outgoing.once('close', () => clearTimeout(tell));
  }, fail);
}

function startOf(incoming: IncomingMessage, streaming: boolean): Promise<BodyStart> | BodyStart {
  if (isJson(incoming) && streaming) return readStart(incoming, readAheadBytes);
  if (streaming) return { bytes: Buffer.alloc(0), whole: false };
  return readBody(incoming).then((bytes) => ({ bytes, whole: true }));
}

/**
 * The worker never sees the request. The caller's connection stays open until the function's time is over or the worker
 * ends.
 */
function waitInVain(outgoing: ServerResponse, worker: Worker, limitMs: number): void {
  let waiting: ServerResponse | undefined = outgoing; // released at its end, as the worker lives on
  const end = () => {
    if (waiting !== undefined && !waiting.headersSent) waiting.writeHead(500).end();
  };
  const timer = setTimeout(end, limitMs);
  outgoing.once('close', () => {
    clearTimeout(timer);
    waiting = undefined;
  });
  void worker.ended.then(end);
}

/** The host's own call to its worker has a row beside the function's. */
function watchHop(
  httpUri: string,
  incoming: IncomingMessage,
  { pathname }: URL,
  { recorded, traceId, spanId: parentId }: HostSpan,
  rows: HostRows,
): (status: number | undefined) => void {
  const startedAt = Date.now();
  const start = performance.now();
  let told = false;
  return (status) => {
    if (told || !recorded) return;
    told = true;
    rows.addDependency({
      ...{ traceId, parentId, startedAt },
      name: `${incoming.method} ${pathname}`,
      type: 'Http',
      target: new URL(httpUri).host,
      resultCode: `${status ?? 0}`,
      success: status !== undefined && status < 400,
      durationMs: performance.now() - start,
    });
  };
}
