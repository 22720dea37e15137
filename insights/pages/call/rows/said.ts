import { useEffect, useMemo, useState } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { contentRowsOf, withContent } from '../../../genAi/withContent.ts';
import { wholeRows } from './wholeRow.ts';

/** A call to a model at full length, with what was said in it from whichever rows hold it. Rejects with `RequestFailed`. */
export async function readCall(call: StoredRow, rows: readonly StoredRow[]): Promise<StoredRow> {
  const [whole = call, ...beneath] = await wholeRows(contentRowsOf(call, rows));
  return withContent(whole, beneath);
}

/** The same for a page: the call as it is here until the rest has arrived; undefined gives undefined. */
export function useCall(
  call: StoredRow | undefined,
  rows: readonly StoredRow[],
): {
  readonly row: StoredRow | undefined;
  /** Whether the rest of it is on its way. */
  readonly loading: boolean;
} {
  const [found, setFound] = useState<{ of: readonly StoredRow[]; row: StoredRow } | undefined>(
    undefined,
  );
  const parts = useMemo(() => (call === undefined ? [] : contentRowsOf(call, rows)), [call, rows]);
  const here = useMemo(() => call && withContent(call, parts), [call, parts]);
  const isCut = parts.some(({ cut }) => cut !== undefined);
  useEffect(() => {
    if (call === undefined || !isCut) return;
    let wanted = true;
    void readCall(call, parts)
      .then((row) => wanted && setFound({ of: parts, row }))
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [parts]);
  if (!isCut) return { row: here, loading: false };
  return found?.of === parts ? { row: found.row, loading: false } : { row: here, loading: true };
}
