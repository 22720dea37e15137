import { RequestFailed } from '../request.ts';

/** A value of a result, as the query API writes it. */
export type Cell = string | number | boolean | null;

/** What `POST /api/query` gives. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Cell[])[];
  readonly render?: {
    readonly visualization: string;
    readonly properties: Readonly<Record<string, string>>;
  };
  readonly stats: { readonly parseMs: number; readonly runMs: number; readonly rowsRead: number };
}

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

/** Starts what will read and run queries, so that the first one need not wait for it. Never rejects. */
export function warmEngine(): void {
  post('/api/query/warm', {}).catch(() => {}); // the first query will tell
}

/** Posts JSON to the receiver. */
export async function post(url: string, body: object, signal?: AbortSignal): Promise<Response> {
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
