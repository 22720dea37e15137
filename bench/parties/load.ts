import { Pool } from 'undici';
import { readEvents } from './readEvents.ts';

/** What is asked, where, and how it is to be answered. */
export interface Target {
  readonly url: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const messages = [{ role: 'user', content: 'What should I pack?' }];

/**
 * Asks so many times over so many kept-alive connections, and reads each answer whole; resolves to the time in ms. Throws
 * when an answer is not 200, or not all of what the stub model said.
 */
export async function load(
  { url, path, headers }: Target,
  { count, concurrency, stream }: { count: number; concurrency: number; stream: boolean },
): Promise<number> {
  const pool = new Pool(url, { connections: concurrency });
  const isResponse = path.endsWith('/responses');
  const asked = isResponse ? { input: messages } : { messages };
  const body = JSON.stringify({ model: 'gpt-4o', ...asked, ...(stream && { stream }) });
  const isStream = isResponse ? isTypedStream : isChunkStream;
  let left = count;
  const ask = async () => {
    while (left-- > 0) {
      const answer = await pool.request({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || !(stream ? isStream(text) : text.includes('tent.'))) {
        throw new Error(`${url} answered ${answer.statusCode}, and not what the model said`);
      }
    }
  };
  const begin = performance.now();
  try {
    await Promise.all(Array.from({ length: concurrency }, ask));
    return performance.now() - begin;
  } finally {
    await pool.destroy();
  }
}

function isTypedStream(text: string): boolean {
  const deltas = text.split('"delta":"').length - 1;
  return deltas === 100 && text.includes('event: response.completed\n');
}

function isChunkStream(text: string): boolean {
  const { contents, done } = readEvents(text);
  return contents === 100 && done;
}
