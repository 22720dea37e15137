import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import findMyWay from 'find-my-way';
import type { FunctionMetadata, HttpData, TypedData } from './messages.ts';
import type { RequestRows } from './requestRows.ts';
import { startHostSpan } from './traceContext.ts';
import { topLevel, toTriggerMetadata } from './triggerMetadata.ts';
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

const maxBodyBytes = 100 * 1024 * 1024; // the real host's

/** The public side of the app's HTTP functions: routes a request, and passes it to the worker and its answer back. */
export function createHttpFront(options: HttpFrontOptions) {
  const router = findMyWay({ caseSensitive: false, ignoreTrailingSlash: true });
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost');
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

class BodyTooLarge extends Error {}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) throw new BodyTooLarge('The body is larger than 100 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/json\b/i.test(headers['content-type'] ?? '');
}

/**
 * What the real host puts into trigger metadata, in its order: the body's properties, then the query's, then the route's.
 * So a body or a query can replace `Headers`; an app that trusts it fails here as it does in Azure.
 */
function httpMetadata(
  incoming: IncomingMessage,
  params: Readonly<Record<string, string | undefined>>,
  body: Buffer | undefined,
): Record<string, TypedData> {
  const query = Object.fromEntries(new URL(incoming.url ?? '/', 'http://localhost').searchParams);
  return toTriggerMetadata(
    { Headers: flatHeaders(incoming), Query: query },
    body !== undefined && isJson(incoming) ? topLevel(body.toString('utf8')) : {},
    query,
    Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)),
  );
}

function flatHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
}

function toHttpData(
  incoming: IncomingMessage,
  params: Readonly<Record<string, string | undefined>>,
  body: Buffer | undefined,
): TypedData {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
  const nullable = (values: Iterable<[string, string | undefined]>) =>
    Object.fromEntries([...values].map(([key, value]) => [key, { value: value ?? '' }]));
  // The real host loses a chunked body here: https://github.com/Azure/azure-functions-host/issues/4926
  const known = incoming.headers['content-length'] !== undefined ? body : undefined;
  return {
    http: {
      method: incoming.method ?? 'GET',
      url: url.href,
      nullableHeaders: nullable(Object.entries(flatHeaders(incoming))),
      nullableParams: nullable(Object.entries(params)),
      nullableQuery: nullable(url.searchParams),
      body: known === undefined ? null : { bytes: known },
    },
  };
}

function writeBuffered(outgoing: ServerResponse, data: HttpData | undefined): void {
  outgoing.writeHead(data === undefined ? 204 : Number(data.statusCode ?? 200), data?.headers);
  const bytes = data?.body?.bytes ?? data?.body?.string ?? data?.body?.json;
  outgoing.end(bytes);
}

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Passes a request to the worker's own HTTP server and its answer back, byte by byte, minding both sides' pace. */
function forward(
  httpUri: string,
  invocationId: string,
  incoming: IncomingMessage,
  body: Buffer | undefined,
  outgoing: ServerResponse,
): void {
  const kept = Object.entries(incoming.headers).filter(([name]) => !hopByHop.includes(name));
  const proxied = request({
    host: '127.0.0.1',
    port: new URL(httpUri).port,
    method: incoming.method,
    path: incoming.url,
    agent: false,
    headers: {
      ...Object.fromEntries(kept),
      'x-forwarded-host': incoming.headers.host ?? 'localhost',
      'x-forwarded-proto': 'http',
      'x-ms-invocation-id': invocationId,
    },
  });
  proxied.on('response', (answer) => {
    const headers = Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name));
    outgoing.writeHead(answer.statusCode ?? 500, Object.fromEntries(headers));
    outgoing.flushHeaders();
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
    answer.on('aborted', () => outgoing.destroy());
  });
  proxied.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500).end();
  });
  // The caller has left, or has all of the answer: either way our side of the connection is done.
  outgoing.once('close', () => proxied.destroy());
  if (body === undefined) incoming.pipe(proxied);
  else proxied.end(body);
}

/** Listens on loopback; rejects with the system's error, `EADDRINUSE` for a taken port. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
