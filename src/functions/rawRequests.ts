import { subscribe } from 'node:diagnostics_channel';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

const headers = new Map<string, IncomingHttpHeaders>();

// In streaming mode the library takes a request's headers from trigger metadata, which a query or a body can replace
// (https://github.com/Azure/azure-functions-host/issues/9840). The true ones are on the worker's own HTTP server.
subscribe('http.server.request.start', (event) => {
  const { request, response } = event as { request: IncomingMessage; response: ServerResponse };
  const id = request.headers['x-ms-invocation-id'];
  if (typeof id !== 'string') return;
  headers.set(id, request.headers);
  response.once('close', () => headers.delete(id));
});

/** The headers that the caller really sent; none when the invocation did not come through the worker's HTTP server. */
export function requestHeaders(invocationId: string): IncomingHttpHeaders {
  return headers.get(invocationId) ?? {};
}
