import type { ModelClient } from '@azure-rest/ai-inference';
import { AppError } from '../../errors.ts';
import { exceededBound, type JsonBounds } from '../../values/boundedJson.ts';
import { identifier } from '../../values/identifier.ts';
import type { Operation } from '../operation.ts';

/** Called with the head of every answer. */
export type OnHead = (status: number, requestId: string | undefined) => void;

const maxBytes = 8 * 1024 * 1024;

/**
 * Bounds of whatever a model sends: 8 MiB of log probabilities, at some 150 values per token, hold half as many
 * values.
 */
export const answerBounds: JsonBounds = { values: 2_000_000, depth: 128 };

/**
 * Sends one call to the model and gives the body of its 200, which must be read to its end or destroyed. Any
 * other status is thrown as our error. A foreign error is left to the calling function, which knows what ended
 * the call.
 */
export async function openResponse(
  client: ModelClient,
  { path, toError, ofCaller }: Pick<Operation<unknown>, 'path' | 'toError' | 'ofCaller'>,
  body: Record<string, unknown>,
  abortSignal: AbortSignal,
  onHead: OnHead,
): Promise<AsyncIterable<Buffer>> {
  const response = await client.pathUnchecked(path).post({ body, abortSignal }).asNodeStream();
  const status = Number(response.status);
  const { headers } = response;
  onHead(status, identifier(headers['x-request-id'] ?? headers['apim-request-id']));
  const answer = response.body as AsyncIterable<Buffer> | undefined; // the transport's
  if (answer === undefined) throw unreadable();
  if (status === 200) return answer;
  const failure = { status, headers, body: await readJson(answer).catch(() => undefined) };
  throw withFault(toError(failure, new Set(Object.keys(body))), ofCaller);
}

/** What the model rejects of the caller's own fields is the caller's to mend. */
function withFault(error: AppError, ofCaller: () => ReadonlySet<string>): AppError {
  const { code, param, message } = error;
  if (code !== 'model_rejected_request' || param === undefined || !ofCaller().has(param)) {
    return error;
  }
  return new AppError(code, message, { param, fault: 'caller' });
}

/**
 * Reads a JSON body of at most 8 MiB; throws `model_bad_response` when it is longer, not JSON, too deep, or has
 * too many values.
 */
export async function readJson(body: AsyncIterable<Buffer>): Promise<unknown> {
  const chunks = await readChunks(body, maxBytes);
  const [bytes = Buffer.alloc(0)] = chunks.length > 1 ? [Buffer.concat(chunks)] : chunks;
  if (exceededBound(bytes, answerBounds) !== undefined) throw unreadable();
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw unreadable(); // the parser's own message quotes the body
  }
}

/** Reads a body whole, in the chunks in which it comes; throws `model_bad_response` as soon as it is longer. */
export async function readChunks(
  body: AsyncIterable<Buffer>,
  most: number,
): Promise<readonly Buffer[]> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > most) throw unreadable(); // leaving the loop destroys the body, and so the connection
    chunks.push(chunk);
  }
  return chunks;
}

/** The error for any unreadable answer. */
export function unreadable(): AppError {
  return new AppError('model_bad_response', 'The model sent an answer that could not be read.');
}
