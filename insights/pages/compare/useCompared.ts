import { useEffect, useState } from 'preact/hooks';
import type { StoredRow } from '../../api.ts';
import { chatsOf } from '../../genAi/attributes.ts';
import { askedRowOf } from '../../view/again/asked.ts';
import { type CallRef, formatCallRef } from '../../view/compare/callRefs.ts';
import { type Compared, toCompared } from '../../view/compare/compared.ts';
import { rowsOfSession } from '../../view/rowsOfSession.ts';
import { readCall } from '../call/rows/said.ts';
import { wholeRows } from '../call/rows/wholeRow.ts';
import { keepAsking } from '../keepAsking.ts';
import { getJson } from '../request.ts';

/** Rows of a call come until so long after the last one. */
const growsMs = 6_000;
/** A call of which nothing came for so long is not awaited. */
const liveMs = 30_000;

/** What is known of each call, in their order; undefined for one of which nothing is here. */
export interface ComparedCalls {
  readonly calls: readonly (Compared | undefined)[];
  /** Whether more is awaited. */
  readonly live: boolean;
}

/** Reads calls, one after the other, until each has ended and its rows have come; what has ended is not read again. */
export function useCompared(refs: readonly CallRef[]): ComparedCalls {
  const [found, setFound] = useState<ReadonlyMap<string, Known>>(new Map());
  const [live, setLive] = useState(true);
  const names = refs.map(formatCallRef);
  useEffect(() => {
    const known = new Map<string, Known>();
    const began = Date.now();
    setLive(true);
    return keepAsking(async (signal) => {
      for (const ref of refs) {
        const name = formatCallRef(ref);
        if (known.get(name)?.isWhole) continue;
        const read = await readCompared(ref, signal).catch(() => undefined);
        if (signal.aborted) return false;
        if (read === undefined) continue;
        known.set(name, read);
        setFound(new Map(known));
      }
      const isWhole = refs.every((ref) => known.get(formatCallRef(ref))?.isWhole);
      const isLive = !isWhole && Date.now() - began < liveMs;
      setLive(isLive);
      return isLive;
    });
  }, [names.join()]);
  return { calls: names.map((name) => found.get(name)?.compared), live };
}

interface Known {
  readonly compared: Compared;
  readonly isWhole: boolean;
}

async function readCompared(
  { operation, session }: CallRef,
  signal: AbortSignal,
): Promise<Known | undefined> {
  const url = `/api/operations/${encodeURIComponent(operation)}`;
  const { items } = await getJson<{ items: readonly StoredRow[] }>(url, signal);
  const rows = rowsOfSession(items, session);
  const own = askedRowOf(rows);
  const last = chatsOf(rows).at(-1);
  const [[whole] = [], said] = await Promise.all([
    wholeRows(own === undefined ? [] : [own]),
    last && readCall(last, rows),
  ]);
  const compared = toCompared(
    rows.map((row) => (row === own ? (whole ?? row) : row)),
    said,
  );
  if (compared === undefined) return undefined;
  const newest = rows.reduce((most, { received }) => Math.max(most, Date.parse(received)), 0);
  const isWhole = compared.operation.outcome !== 'running' && Date.now() - newest > growsMs;
  return { compared, isWhole };
}
