import { useMemo } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { askedRowOf } from '../../../view/again/asked.ts';
import { useWholeRow } from './wholeRow.ts';

/** The rows of a call, of which that of its request is at full length once that has arrived. */
export function useRequestRow(rows: readonly StoredRow[]): {
  readonly rows: readonly StoredRow[];
  /** Whether the rest of it is on its way. */
  readonly loading: boolean;
} {
  const own = useMemo(() => askedRowOf(rows), [rows]);
  const { row = own, loading } = useWholeRow(own);
  const whole = useMemo(
    () => (row === own ? rows : rows.map((each) => (each === own ? (row ?? each) : each))),
    [rows, own, row],
  );
  return { rows: whole, loading };
}
