import { useMemo } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { readMessages } from '../../../view/messages.ts';
import { useWholeRow } from '../rows/useWholeRow.ts';

/** How many messages a call to a model holds; undefined when none are recorded, or not all of it is here yet. */
export function useMessageCount(call: StoredRow | undefined): number | undefined {
  const { row, loading } = useWholeRow(call);
  return useMemo(() => {
    if (row === undefined || loading) return undefined;
    const { recorded, messages } = readMessages(row);
    return recorded ? messages.length : undefined;
  }, [row, loading]);
}
