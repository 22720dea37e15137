import type { StoredRow } from '../../../api.ts';
import { LongText } from '../../text/LongText.tsx';
import { Time } from '../../text/Time.tsx';
import { RowList } from './RowList.tsx';

const levels = ['verbose', 'information', 'warning', 'error', 'critical'];
const tones = ['dim', 'dim', 'warn', 'error', 'error'];

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
        { title: 'line', cell: (row) => <LongText text={row.message ?? ''} mono /> },
      ]}
    />
  );
}

function Level({ value }: { value: unknown }) {
  const level = Number(value ?? 1);
  return <span class={tones[level]}>{levels[level] ?? `${value}`}</span>;
}
