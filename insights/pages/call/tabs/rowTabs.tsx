import type { StoredRow } from '../../../api.ts';
import { formatSpan } from '../../../format.ts';
import { toPlainLine } from '../../../plainLine.ts';
import { exceptionText } from '../../../view/exceptionText.ts';
import { codeOf } from '../../../view/waterfall/rowKind.ts';
import { Level } from '../../text/Level.tsx';
import { Time } from '../../text/Time.tsx';
import { Stack } from '../stack/Stack.tsx';
import { RowList } from './RowList.tsx';

/** The log lines of a call, by time. */
export function LogsTab({ rows, hits }: { rows: readonly StoredRow[]; hits: ReadonlySet<number> }) {
  return (
    <RowList
      rows={rows}
      hits={hits}
      none="No log line has arrived."
      columns={[
        { title: 'time', cell: (row) => <Time at={row.timestamp} /> },
        { title: 'level', cell: (row) => <Level value={row.severityLevel} /> },
        { title: 'line', cell: (row) => <Stack text={row.message ?? ''} seq={row.seq} /> },
      ]}
    />
  );
}

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
        { title: 'message', cell: (row) => <Stack text={exceptionText(row)} seq={row.seq} /> },
      ]}
    />
  );
}

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
