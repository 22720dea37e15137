import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { Pool } from 'undici';

const maxSockets = 128;
const connectMs = 10_000;

/**
 * The HTTP client under the SDK: a pool of kept-alive connections to one origin, at most 128. Every answer is a
 * stream; its readers limit its time and size. docs/benchmarks.md compares it with the SDK's own.
 */
export function createTransport(endpoint: string): HttpClient {
  const { origin } = new URL(endpoint);
  const pool = new Pool(origin, {
    connections: maxSockets,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: connectMs },
  });
  return {
    async sendRequest(request) {
      const { pathname, search, origin: asked } = new URL(request.url);
      if (asked !== origin) throw new Error('a request to another origin');
      const { statusCode, headers, body } = await pool.request({
        method: 'POST',
        path: pathname + search,
        headers: request.headers.toJSON({ preserveCase: true }),
        body: typeof request.body === 'string' ? request.body : null,
        ...(request.abortSignal && { signal: request.abortSignal as AbortSignal }),
      });
      const known = Object.entries(headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      );
      return {
        request,
        status: statusCode,
        headers: createHttpHeaders(Object.fromEntries(known)),
        readableStreamBody: body,
      };
    },
  };
}
