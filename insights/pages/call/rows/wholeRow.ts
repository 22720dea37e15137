import { useEffect, useState } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { getJson } from '../../request.ts';

const kept = 200;
const atOnce = 4;
const asked = new Map<number, Promise<StoredRow>>();

/** A row with its dimensions at full length; asks for them only when some were cut. Rejects with `RequestFailed`. */
function wholeRow(row: StoredRow): Promise<StoredRow> {
  if (row.cut === undefined) return Promise.resolve(row);
  const known = asked.get(row.seq);
  if (known !== undefined) return known;
  const answer = getJson<StoredRow>(`/api/rows/${row.seq}`);
  asked.set(row.seq, answer);
  answer.catch(() => asked.delete(row.seq));
  for (const seq of asked.keys()) {
    if (asked.size <= kept) break;
    asked.delete(seq);
  }
  return answer;
}

/** All these rows at full length, asked for four at a time. Rejects with `RequestFailed`. */
export async function wholeRows(rows: readonly StoredRow[]): Promise<readonly StoredRow[]> {
  const whole: StoredRow[] = [];
  for (let at = 0; at < rows.length; ) {
    const batch = rows.slice(at, at + batchLength(rows, at));
    whole.push(...(await Promise.all(batch.map(wholeRow))));
    at += batch.length;
  }
  return whole;
}

/** How many rows hold four that were cut: the others cost nothing. */
function batchLength(rows: readonly StoredRow[], at: number): number {
  let cut = 0;
  for (let length = 1; at + length <= rows.length; length++) {
    if (rows[at + length - 1]?.cut !== undefined) cut++;
    if (cut === atOnce) return length;
  }
  return rows.length - at;
}

/** A row at full length, the cut one until that arrives; undefined gives undefined. */
export function useWholeRow(row: StoredRow | undefined): {
  readonly row: StoredRow | undefined;
  /** Whether the rest of it is on its way. */
  readonly loading: boolean;
} {
  const [whole, setWhole] = useState<StoredRow | undefined>(undefined);
  const seq = row?.cut === undefined ? undefined : row.seq;
  useEffect(() => {
    if (row === undefined || seq === undefined) return;
    let wanted = true;
    void wholeRow(row)
      .then((found) => wanted && setWhole(found))
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [seq]);
  if (seq === undefined) return { row, loading: false };
  return whole?.seq === seq ? { row: whole, loading: false } : { row, loading: true };
}

/** The rows at full length once they are wanted and have arrived; the cut ones until then. */
export function useWholeRows(rows: readonly StoredRow[], wanted: boolean): readonly StoredRow[] {
  const [found, setFound] = useState({ of: rows, whole: rows });
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    void wholeRows(rows)
      .then((whole) => current && setFound({ of: rows, whole }))
      .catch(() => {});
    return () => {
      current = false;
    };
  }, [rows, wanted]);
  return found.of === rows ? found.whole : rows;
}
