import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  BodyTooLarge,
  httpMetadata,
  isJson,
  readBody,
  toHttpData,
  writeBuffered,
} from './httpData.ts';
import { forward } from './proxy.ts';
import { refuse } from './refuse.ts';
import type { RequestRows } from './requestRows.ts';
import { startHostSpan } from './traceContext.ts';
import type { Worker } from './workerProcess.ts';

/** What it takes to run a function for a request. */
export interface HttpRunOptions {
  /** The worker, waited for at most so long while it is being replaced; undefined when none comes. */
  nextWorker(withinMs: number): Promise<Worker | undefined>;
  readonly rows: RequestRows;
  onFailure(functionName: string, invocationId: string, text: string): void;
  /** How long a caller waits for the head of an answer, in ms; front ends in Azure give up at 230 s. */
  readonly frontTimeoutMs?: number | undefined;
  /** How long a request waits for a worker that is being replaced, in ms. */
  readonly holdMs?: number | undefined;
}

/** A function that HTTP triggers. */
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

/** An answer's head comes from the worker's own server, the function's end by another way. */
const answerMs = 1_000;

/** Runs a function for a request, and leaves its row. Rejects only with an error of ours. */
export async function runOverHttp(
  call: HttpCall,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: HttpRunOptions,
): Promise<void> {
  const { route } = call;
  const { rows, onFailure, frontTimeoutMs = 230_000 } = options;
  const invocationId = randomUUID();
  const span = startHostSpan(incoming.headers.traceparent?.toString());
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
    if (outgoing.destroyed && !outgoing.headersSent) return; // the caller left: nothing to tell of the function
    const text = error instanceof Error ? error.message : String(error);
    onFailure(route.functionName, invocationId, text);
  };
  try {
    await run(call, { invocationId, traceparent: span.traceparent }, incoming, outgoing, {
      ...options,
      fail,
    });
  } catch (error) {
    fail(error);
    if (!outgoing.headersSent) outgoing.writeHead(error instanceof BodyTooLarge ? 413 : 500).end();
  }
  await closed;
  clearTimeout(giveUp);
  const status = outgoing.headersSent ? outgoing.statusCode : 499;
  rows.add({
    span,
    invocationId,
    functionName: route.functionName,
    trigger: 'http',
    name: `${incoming.method} ${route.template}`,
    resultCode: `${status}`,
    success: !failed && status < 400,
    startedAt,
    durationMs: performance.now() - start,
  });
}

async function run(
  { route, params, target }: HttpCall,
  { invocationId, traceparent }: { invocationId: string; traceparent: string },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { nextWorker, holdMs = 60_000, fail }: HttpRunOptions & { fail(error: unknown): void },
): Promise<void> {
  const worker = await nextWorker(holdMs);
  if (outgoing.destroyed) return;
  if (worker === undefined) return refuse(outgoing, 'starting');
  const streaming = worker.capabilities.HttpUri;
  const body = streaming === undefined || isJson(incoming) ? await readBody(incoming) : undefined;
  const done = worker.invoke({
    invocationId,
    functionId: route.functionName,
    inputData: [
      {
        name: route.binding,
        data: streaming ? {} : toHttpData(incoming, target, params, body),
      },
    ],
    triggerMetadata: httpMetadata(incoming, target, params, body),
    traceContext: { traceParent: traceparent, traceState: '' },
  });
  if (streaming === undefined) {
    writeBuffered(outgoing, (await done)?.http);
    return;
  }
  forward(streaming, { invocationId, target, incoming, body, outgoing });
  // A handler that throws or gives nothing in streaming mode never answers: the caller waits, as in Azure.
  done.then(() => {
    const tell = setTimeout(() => {
      if (outgoing.headersSent || outgoing.destroyed) return;
      fail('The function has ended without an answer; its caller waits, as in Azure.');
    }, answerMs);
    outgoing.once('close', () => clearTimeout(tell));
  }, fail);
}
