import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import findMyWay from 'find-my-way';
import { toFunctionList } from './functionList.ts';
import {
  BodyTooLarge,
  httpMetadata,
  isJson,
  readBody,
  toHttpData,
  writeBuffered,
} from './httpData.ts';
import type { FunctionMetadata } from './messages.ts';
import { forward } from './proxy.ts';
import type { RequestRows } from './requestRows.ts';
import { startHostSpan } from './traceContext.ts';
import { InvocationFailed, type Worker } from './workerProcess.ts';

/** What the front needs to run functions. */
export interface HttpFrontOptions {
  readonly routePrefix: string;
  /** The worker now; undefined while it is being replaced. */
  worker(): Worker | undefined;
  readonly rows: RequestRows;
  onFailure(functionName: string, invocationId: string, text: string): void;
  /** How long a caller waits for the head of an answer, in ms; front ends in Azure give up at 230 s. */
  readonly frontTimeoutMs?: number | undefined;
}

interface Route {
  readonly functionName: string;
  readonly binding: string;
  /** `/api/v1/chat/completions`. */
  readonly template: string;
}

/** The public side of the app's HTTP functions: routes a request, and passes it to the worker and its answer back. */
export function createHttpFront(options: HttpFrontOptions) {
  const router = findMyWay({
    caseSensitive: false,
    ignoreTrailingSlash: true,
    maxParamLength: 8_192,
  });
  let list: object[] = [];
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost');
    // On a developer's machine the real host asks no key for it either.
    if (incoming.method === 'GET' && pathname === '/admin/functions') {
      outgoing.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      outgoing.end(JSON.stringify(list));
      return;
    }
    // Methods that find-my-way does not know are, like wrong ones, a 404.
    const found = router.find((incoming.method ?? 'GET') as findMyWay.HTTPMethod, pathname);
    if (found === null) {
      outgoing.writeHead(404).end();
      return;
    }
    serve(found.store as Route, found.params, incoming, outgoing, options).catch(() => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500).end();
    });
  });
  server.requestTimeout = 0;
  return {
    server,
    /** Makes the routes of an app's functions. */
    setFunctions(functions: readonly FunctionMetadata[]): void {
      router.reset();
      list = toFunctionList(functions);
      for (const { name, bindings } of functions) {
        for (const [binding, { type, route, methods }] of Object.entries(bindings)) {
          if (type !== 'httpTrigger') continue;
          const template = `/${[options.routePrefix, `${route ?? name}`].filter(Boolean).join('/')}`;
          const verbs = (methods as string[] | undefined) ?? ['GET', 'POST'];
          const store: Route = { functionName: name, binding, template };
          for (const verb of verbs) {
            const method = verb.toUpperCase() as findMyWay.HTTPMethod;
            router.on(method, toPattern(template), () => {}, store);
          }
        }
      }
    },
  };
}

/** `{id}` → `:id`, `{id?}` → `:id?`, `{*rest}` → `*`, `{id:int}` → `:id(digits)`. */
function toPattern(template: string): string {
  return template
    .replace(/\{\*\w+\}/g, '*')
    .replace(/\{(\w+):int\}/g, ':$1(^\\d+$)')
    .replace(/\{(\w+)(?::\w+)?(\??)\}/g, ':$1$2');
}

async function serve(
  route: Route,
  params: Readonly<Record<string, string | undefined>>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { worker: currentWorker, rows, onFailure, frontTimeoutMs = 230_000 }: HttpFrontOptions,
): Promise<void> {
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
  try {
    const worker = currentWorker();
    if (worker === undefined) throw new InvocationFailed('There is no worker at the moment.');
    const streaming = worker.capabilities.HttpUri;
    const body = streaming === undefined || isJson(incoming) ? await readBody(incoming) : undefined;
    const done = worker.invoke({
      invocationId,
      functionId: route.functionName,
      inputData: [
        { name: route.binding, data: streaming ? {} : toHttpData(incoming, params, body) },
      ],
      triggerMetadata: httpMetadata(incoming, params, body),
      traceContext: { traceParent: span.traceparent, traceState: '' },
    });
    if (streaming === undefined) {
      writeBuffered(outgoing, (await done)?.http);
    } else {
      forward(streaming, invocationId, incoming, body, outgoing);
      // A handler that throws in streaming mode never answers: the caller waits, as in Azure.
      done.catch((error: unknown) => {
        failed = true;
        const text = error instanceof Error ? error.message : String(error);
        onFailure(route.functionName, invocationId, text);
      });
    }
  } catch (error) {
    failed = true;
    const text = error instanceof Error ? error.message : String(error);
    onFailure(route.functionName, invocationId, text);
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
