import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { TryRefused } from './parseTry.ts';

/** What a page may see of the app's answer. */
const passed = ['content-type', 'x-request-id', 'location', 'retry-after'] as const;
const mostOfJob = 64 * 1024;

/** How long it may take, in ms, and the JSON that stands for a 404. */
export interface PassOnOptions {
  readonly withinMs: number;
  readonly missing?: string;
}

/**
 * Asks the app and passes its answer on as it comes, at the pace of who reads it. A reader who leaves ends the call, and so does
 * `withinMs`. Throws a {@link TryRefused} when the app does not answer.
 */
export async function passOn(
  url: string,
  init: RequestInit,
  response: ServerResponse,
  { withinMs, missing }: PassOnOptions,
): Promise<void> {
  const left = new AbortController();
  response.once('close', () => left.abort());
  const signal = AbortSignal.any([left.signal, AbortSignal.timeout(withinMs)]);
  const answer = await ask(url, { ...init, signal });
  const headers = Object.fromEntries(
    passed.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const base = {
    ...headers,
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  if (answer.status === 404 && missing !== undefined) {
    await answer.body?.cancel();
    response.writeHead(200, base);
    response.end(missing);
    return;
  }
  if (answer.status === 202) {
    const text = (await answer.text()).slice(0, mostOfJob);
    response.writeHead(202, { ...base, ...toJob(text) });
    response.end(text);
    return;
  }
  response.writeHead(answer.status, base);
  response.flushHeaders();
  await pipeline(answer.body ?? [], response, { signal });
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error' });
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    if (late) throw new TryRefused(504, 'The app did not answer in time.');
    throw new TryRefused(
      502,
      `The app at ${new URL(url).origin} does not answer: is it still running?`,
    );
  }
}

/** The name of an accepted job. */
function toJob(text: string): { 'x-job'?: string } {
  const [, id] = /"id"\s*:\s*"([A-Za-z0-9._:-]{1,128})"/.exec(text) ?? [];
  return id === undefined ? {} : { 'x-job': id };
}
