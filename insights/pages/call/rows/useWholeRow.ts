import { useEffect, useState } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { wholeRow } from './wholeRow.ts';

/** A row at full length, or as it is until that has come; undefined gives undefined. */
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
