import type { DatabaseSync } from 'node:sqlite';
import type { Operation, StoredRow } from '../api.ts';
import type { Row, Table } from '../row.ts';
import { createMishaps, type Mishaps } from '../start/mishaps.ts';
import { addCleared } from './cleared.ts';
import { inTransaction } from './database/inTransaction.ts';
import { openDatabase } from './database/openDatabase.ts';
import { createFindings } from './findings.ts';
import { createKeeping, type KeepingState } from './keeping.ts';
import { createRowReader, type RowList } from './readRows.ts';
import { defaultRetention, type Retention } from './retention.ts';
import { addStart } from './starts.ts';
import { createBatchWriter, type Received } from './writeBatch.ts';

/** What a list of rows is narrowed by. */
interface RowFilter {
  readonly since?: string | undefined;
  readonly session_Id?: string | undefined;
  readonly operation_Id?: string | undefined;
  readonly limit: number;
}

/**
 * The telemetry that was received. Rows are written in batches; what is read is all that was received. Writing never throws: what the
 * database does not take is lost, and told. Reading, and `clear`, throw when it is in trouble.
 */
export interface Store {
  /** For queries beyond these; call `flush` before. */
  readonly database: DatabaseSync;
  insert(rows: readonly Row[]): void;
  /** Writes rows at once; gives how many were kept, undefined when the database takes none. */
  write(rows: readonly Row[]): number | undefined;
  /** Counts what the receiver refused, or took shortened. */
  note(kind: 'refused' | 'cutNames', reasons: readonly string[]): void;
  /** Notes that the app was started now. */
  noteStart(): void;
  /** Writes what was received since the last time, within `flushMs` of it otherwise. */
  flush(): void;
  /** Calls the listener with the invocations that changed; undefined when rows were removed. Gives what ends that. */
  onChange(listener: (changed: readonly Operation[] | undefined) => void): () => void;
  /** Rows of one table as they were sent, newest first. */
  rows(table: Table, filter: RowFilter): readonly Row[];
  /** All rows of an operation and of the host rows that belong to its invocations, oldest first, each shaped. */
  operation<T = StoredRow>(operationId: string, shape: (row: StoredRow) => T): RowList<T>;
  row(seq: number): StoredRow | undefined;
  /** Sequence number of the newest row; 0 when there is none. */
  lastSeq(): number;
  count(): number;
  /** When the oldest rows were removed last, ISO 8601. */
  evicted(): string | undefined;
  keeping(): KeepingState;
  clear(): void;
  close(): void;
}

const flushMs = 250;
const flushRows = 2_000;

/** Where the store tells what goes wrong: a line for the developer, and errors of its own. */
export interface StoreWatch {
  readonly mishaps: Mishaps;
  say(line: string): void;
}

const unwatched: StoreWatch = { mishaps: createMishaps(() => {}), say: () => {} };

/** Opens a store in a SQLite file, or in `:memory:`; a file that cannot be opened is replaced by memory, and told. */
export function openStore(
  file: string,
  retention: Retention = defaultRetention,
  { mishaps, say }: StoreWatch = unwatched,
): Store {
  const { database, trouble, isThere } = openDatabase(file);
  const keeping = createKeeping(say, trouble, isThere);
  const findings = createFindings(database);
  const writeBatch = createBatchWriter(database, retention, mishaps);
  const select = createRowReader(database);
  const listeners = new Set<(changed: readonly Operation[] | undefined) => void>();
  let waiting: Received[] = [];
  let timer: NodeJS.Timeout | undefined;
  let evicted: string | undefined;

  /** Gives how many were kept. */
  const write = (batch: readonly Received[]): number | undefined => {
    const written = keeping.write(batch.length, () => writeBatch(batch));
    if (written === undefined) return undefined;
    if (written.evicted) evicted = new Date().toISOString();
    for (const listener of listeners) listener(written.evicted ? undefined : written.changed);
    return written.kept;
  };
  const flush = mishaps.guard('writing what came', () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    write(batch);
  });
  const keep = mishaps.guard('noting what was found', (work: () => void) => {
    keeping.write(0, () => inTransaction(database, work));
  });
  return {
    database,
    flush,
    insert(rows) {
      const received = Date.now();
      for (const row of rows) waiting.push({ row, received });
      if (waiting.length >= flushRows) flush();
      else timer ??= setTimeout(flush, flushMs);
    },
    write(rows) {
      flush();
      const received = Date.now();
      return rows.length === 0 ? 0 : write(rows.map((row) => ({ row, received })));
    },
    note(kind, reasons) {
      if (reasons.length === 0) return;
      const found = reasons.map((detail) => ({ kind, detail }));
      keep(() => findings.add(found, ''));
    },
    noteStart: () => keep(() => addStart(database)),
    onChange(listener) {
      const guarded = mishaps.guard('telling of changes', listener);
      listeners.add(guarded);
      return () => listeners.delete(guarded);
    },
    rows(table, { since, session_Id, operation_Id, limit }) {
      flush();
      const conditions = [
        ['itemType = ?', table],
        ['timestamp >= ?', since],
        ['session_Id = ?', session_Id],
        ['operation_Id = ?', operation_Id],
      ].filter((pair): pair is [string, string] => pair[1] !== undefined);
      const where = conditions.map(([condition]) => condition).join(' AND ');
      const values = conditions.map(([, value]) => value);
      return select(
        `WHERE ${where} ORDER BY timestamp DESC, seq DESC LIMIT ?`,
        [...values, limit],
        ({ seq, received, ...row }) => row as Row,
      ).items;
    },
    operation(operationId, shape) {
      flush();
      return select(
        `WHERE operation_Id = ? OR (session_Id IS NULL AND invocation IN
           (SELECT session_Id FROM invocations WHERE operation_Id = ? AND session_Id <> ''))
         ORDER BY timestamp, seq`,
        [operationId, operationId],
        shape,
      );
    },
    row(seq) {
      flush();
      return select('WHERE seq = ?', [seq], (row) => row).items[0];
    },
    lastSeq() {
      flush();
      return Number(database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM items').get()?.seq);
    },
    count() {
      flush();
      return Number(database.prepare('SELECT count(*) AS n FROM items').get()?.n);
    },
    evicted: () => evicted,
    keeping: keeping.state,
    clear() {
      waiting = [];
      inTransaction(database, () => {
        for (const table of ['items', 'invocations', 'summaries', 'findings']) {
          database.exec(`DELETE FROM ${table}`);
        }
        addCleared(database);
      });
      for (const listener of listeners) listener(undefined);
    },
    close() {
      flush();
      database.close();
    },
  };
}
