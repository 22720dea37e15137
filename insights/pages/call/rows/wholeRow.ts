import type { StoredRow } from '../../../api.ts';
import { getJson } from '../../request.ts';

const kept = 200;
const atOnce = 4;
const asked = new Map<number, Promise<StoredRow>>();

/** A row with its dimensions at full length; asks for them only when some were cut. Rejects with `RequestFailed`. */
export function wholeRow(row: StoredRow): Promise<StoredRow> {
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

/** As many rows as hold four that were cut: the others cost nothing. */
function batchLength(rows: readonly StoredRow[], at: number): number {
  let cut = 0;
  for (let length = 1; at + length <= rows.length; length++) {
    if (rows[at + length - 1]?.cut !== undefined) cut++;
    if (cut === atOnce) return length;
  }
  return rows.length - at;
}
