import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpData, TypedData } from '../messages.ts';
import { topLevel, toTriggerMetadata } from '../triggerMetadata.ts';
import { withOrigin } from './cors.ts';

/** Whether the caller declares the body as JSON. */
export function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/json\b/i.test(headers['content-type'] ?? '');
}

/**
 * The real host's trigger metadata, in its order: the body's properties, then the query's, then the route's. So a body
 * or a query can replace `Headers`; an app that trusts it fails here as it does in Azure.
 */
export function httpMetadata(
  incoming: IncomingMessage,
  { searchParams }: URL,
  params: Readonly<Record<string, string | undefined>>,
  body: Buffer | undefined,
): Record<string, TypedData> {
  const query = Object.fromEntries(searchParams);
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

/** The request for the worker in buffered mode. */
export function toHttpData(
  incoming: IncomingMessage,
  { pathname, search, searchParams }: URL,
  params: Readonly<Record<string, string | undefined>>,
  body: Buffer | undefined,
): TypedData {
  const nullable = (values: Iterable<[string, string | undefined]>) =>
    Object.fromEntries([...values].map(([key, value]) => [key, { value: value ?? '' }]));
  // The real host loses a chunked body here: https://github.com/Azure/azure-functions-host/issues/4926
  const known = incoming.headers['content-length'] !== undefined ? body : undefined;
  return {
    http: {
      method: incoming.method ?? 'GET',
      url: `http://${incoming.headers.host ?? 'localhost'}${pathname}${search}`,
      nullableHeaders: nullable(Object.entries(flatHeaders(incoming))),
      nullableParams: nullable(Object.entries(params)),
      nullableQuery: nullable(searchParams),
      body: known === undefined ? null : { bytes: known },
    },
  };
}

/** Writes the worker's answer in buffered mode. */
export function writeBuffered(outgoing: ServerResponse, data: HttpData | undefined): void {
  const status = data === undefined ? 204 : Number(data.statusCode ?? 200);
  outgoing.writeHead(status, withOrigin(data?.headers ?? {}));
  const bytes = data?.body?.bytes ?? data?.body?.string ?? data?.body?.json;
  outgoing.end(bytes);
}
