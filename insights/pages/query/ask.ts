import type { Assistance, QueryResult } from '../../queryApi.ts';
import { RequestFailed } from '../request.ts';

/** Why there is none, in the engine's words; line and column from 1. */
export interface QueryFault {
  readonly error: string;
  readonly problem?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Runs a query. Rejects with `RequestFailed` when the receiver does not answer, or with what `signal` was aborted by. */
export async function askQuery(
  query: string,
  signal: AbortSignal,
): Promise<{ readonly result: QueryResult } | { readonly fault: QueryFault }> {
  const response = await post('/api/query', { query }, signal);
  const body = await response.json();
  if (!response.ok) return { fault: body };
  const { tables, render, stats } = body;
  return { result: { ...tables[0], stats, ...(render && { render }) } };
}

/** Starts what reads and runs queries and asks it a first thing, so that the first query and the first word need not wait. Never rejects. */
export function warmEngine(): void {
  void askAssistance('completions', '', 0);
}

/** What an editor asks about its text; undefined when there is no answer now. Never rejects. */
export async function askAssistance<About extends keyof Assistance>(
  about: About,
  query: string,
  at: number,
): Promise<Assistance[About] | undefined> {
  try {
    const response = await post('/api/query/assist', { about, query, at });
    const body: Partial<Assistance> = response.ok ? await response.json() : {};
    return body[about];
  } catch {
    return undefined; // the banner says that the receiver is away
  }
}

/** Posts JSON to the receiver. */
async function post(url: string, body: object, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailed(0, 'The receiver does not answer.');
  }
}
