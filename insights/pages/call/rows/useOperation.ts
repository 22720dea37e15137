import { useEffect, useState } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { keepAsking } from '../../keepAsking.ts';
import { getJson } from '../../request.ts';

/** The rows of an operation, as far as they have come. */
export interface OperationRows {
  /** Undefined until the first answer. */
  readonly rows: readonly StoredRow[] | undefined;
  /** Whether more rows are awaited. */
  readonly live: boolean;
}

/** Rows come in pieces, log lines up to 5 s after the rest; after so long without one, no more are awaited. */
const liveMs = 30_000;

/**
 * The rows of an operation, oldest first, kept up to date while the tab is seen until 30 s after the last came. The same
 * list is given until a row comes or goes.
 */
export function useOperation(id: string): OperationRows {
  const [found, setFound] = useState<OperationRows>({ rows: undefined, live: true });
  useEffect(() => {
    let known: readonly StoredRow[] | undefined;
    let changedAt = Date.now();
    return keepAsking(async (signal) => {
      const items = await readRows(id, signal);
      if (signal.aborted) return false;
      if (items !== undefined && !isSame(known, items)) {
        changedAt = known === undefined ? lastReceived(items, changedAt) : Date.now();
        known = items;
      }
      const live = items === undefined || Date.now() - changedAt < liveMs;
      setFound((before) =>
        before.rows === known && before.live === live ? before : { rows: known, live },
      );
      return live;
    });
  }, [id]);
  return found;
}

async function readRows(
  id: string,
  signal: AbortSignal,
): Promise<readonly StoredRow[] | undefined> {
  const url = `/api/operations/${encodeURIComponent(id)}`;
  const found = getJson<{ items: readonly StoredRow[] }>(url, signal);
  return found.then(({ items }) => items).catch(() => undefined);
}

function isSame(known: readonly StoredRow[] | undefined, items: readonly StoredRow[]): boolean {
  return known?.length === items.length && lastSeq(known) === lastSeq(items);
}

function lastSeq(rows: readonly StoredRow[]): number {
  return rows.reduce((last, { seq }) => Math.max(last, seq), 0);
}

function lastReceived(rows: readonly StoredRow[], otherwise: number): number {
  if (rows.length === 0) return otherwise;
  return rows.reduce((last, { received }) => Math.max(last, Date.parse(received)), 0);
}
