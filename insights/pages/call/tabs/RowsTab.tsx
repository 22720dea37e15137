import type { StoredRow } from '../../../api.ts';
import { formatSpan } from '../../../format.ts';
import { toPlainLine } from '../../../view/plainLine.ts';
import { codeOf } from '../../../view/waterfall/rowKind.ts';
import { Time } from '../../text/Time.tsx';
import { RowList } from './RowList.tsx';

/** Every row of a call as it is in its table, by time. */
export function RowsTab({ rows, hits }: { rows: readonly StoredRow[]; hits: ReadonlySet<number> }) {
  return (
    <RowList
      rows={rows}
      hits={hits}
      none="No row has arrived."
      whole
      columns={[
        { title: 'time', cell: (row) => <Time at={row.timestamp} /> },
        { title: 'table', cell: (row) => row.itemType },
        { title: 'name', cell: nameOf },
        {
          title: 'took',
          cell: ({ duration }) => (duration === undefined ? '' : formatSpan(duration)),
        },
        { title: 'result', cell: (row) => <Result row={row} /> },
      ]}
    />
  );
}

function nameOf({ name, message, outerMessage, type }: StoredRow): string {
  return toPlainLine(name ?? message ?? `${type ?? ''} ${outerMessage ?? ''}`, 160);
}

function Result({ row }: { row: StoredRow }) {
  const code = codeOf(row);
  if (code !== undefined) return <span class="error">✕ {code}</span>;
  return <span class="dim">{row.resultCode === '0' ? '' : row.resultCode}</span>;
}
