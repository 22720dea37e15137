import type { StoredRow } from '../../../api.ts';
import { LongText } from '../../text/LongText.tsx';
import { Time } from '../../text/Time.tsx';
import { exceptionText } from './exceptionText.ts';
import { RowList } from './RowList.tsx';

/** The exceptions of a call, by time, with what they say and where they come from. */
export function ExceptionsTab({
  rows,
  hits,
}: {
  rows: readonly StoredRow[];
  hits: ReadonlySet<number>;
}) {
  return (
    <RowList
      rows={rows}
      hits={hits}
      none="No exception has arrived."
      columns={[
        { title: 'time', cell: (row) => <Time at={row.timestamp} /> },
        { title: 'type', cell: (row) => <strong class="error">◇ {`${row.type ?? '–'}`}</strong> },
        { title: 'message', cell: (row) => <LongText text={exceptionText(row)} mono /> },
      ]}
    />
  );
}
