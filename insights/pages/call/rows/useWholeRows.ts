import { useEffect, useState } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { wholeRows } from './wholeRow.ts';

/** The rows at full length once that is wanted and has come; until then as they are. */
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
