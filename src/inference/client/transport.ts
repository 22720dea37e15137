import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
} from '@azure/core-rest-pipeline';
import { type Dispatcher, Pool } from 'undici';
import { type AnswerBody, createAnswerBody } from './answerBody.ts';

/** One for each call that runs: a stream holds its own to its end, and a call without one waits within its deadline. */
const maxSockets = 1_024;
const connectMs = 10_000;

/**
 * The HTTP client under the SDK: a pool of kept-alive connections to one origin, at most 1,024. Every answer is given as it
 * comes; its readers limit its time and size. docs/benchmarks.md (inference layer) compares it with the SDK as it comes.
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
      if (!request.url.startsWith(`${origin}/`)) throw new Error('a request to another origin');
      const { status, headers, body } = await dispatch(
        pool,
        request,
        request.url.slice(origin.length),
      );
      return {
        request,
        status,
        headers: createHttpHeaders(headers),
        // The SDK hands it on as it is.
        readableStreamBody: body as unknown as NodeJS.ReadableStream,
      };
    },
  };
}

interface Head {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: AnswerBody;
}

/** Sends a request; resolves with the head of the answer. The signal ends it, its body included. */
function dispatch(pool: Pool, request: PipelineRequest, path: string): Promise<Head> {
  const { abortSignal, headers, body } = request;
  return new Promise((resolve, reject) => {
    let connection: Dispatcher.DispatchController | undefined;
    let answer: AnswerBody | undefined;
    const left = () => new Error('the call was ended');
    const abort = () => {
      if (connection !== undefined) connection.abort(left());
      else reject(left()); // it still waits for a connection, which then does not send it
    };
    const ended = () => abortSignal?.removeEventListener('abort', abort);
    if (abortSignal?.aborted) {
      reject(left());
      return;
    }
    abortSignal?.addEventListener('abort', abort);
    pool.dispatch(
      {
        method: 'POST',
        path,
        headers: headers.toJSON({ preserveCase: true }),
        body: typeof body === 'string' ? body : null,
      },
      {
        onRequestStart(controller) {
          connection = controller;
          if (abortSignal?.aborted) controller.abort(left());
        },
        onResponseStart(controller, status, received) {
          if (status < 200) return;
          answer = createAnswerBody(controller);
          resolve({ status, headers: readOf(received), body: answer });
        },
        onResponseData: (_controller, chunk) => answer?.add(chunk),
        onResponseEnd() {
          ended();
          answer?.end();
        },
        onResponseError(_controller, error) {
          ended();
          if (answer === undefined) reject(error);
          else answer.fail(error);
        },
      },
    );
  });
}

/** Headers of answers that are read here or by the sign-in; a cloud sends three times as many. */
const readHeaders = [
  'x-request-id',
  'apim-request-id',
  'retry-after',
  'retry-after-ms',
  'x-ms-retry-after-ms',
  'www-authenticate',
];

/** Those that came once. */
function readOf(received: Readonly<Record<string, string | string[] | undefined>>) {
  const headers: Record<string, string> = {};
  for (const name of readHeaders) {
    const value = received[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}
