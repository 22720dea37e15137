import { DatabaseSync } from 'node:sqlite';
import type { Operation, StoredRow } from '../api.ts';
import type { Row, Table } from '../row.ts';
import { addCleared } from './cleared.ts';
import { findingsOf } from './findingKinds.ts';
import { createFindings } from './findings.ts';
import { defaultRetention, type Retention } from './retention.ts';
import { prepareSchema } from './schema.ts';
import { createSummaries } from './summaries.ts';

/** What a list of rows is narrowed by. */
interface RowFilter {
  readonly since?: string | undefined;
  readonly session_Id?: string | undefined;
  readonly operation_Id?: string | undefined;
  readonly limit: number;
}

/** The telemetry that was received. Rows are written in batches; what is read is all that was received. */
export interface Store {
  /** For queries beyond these; call `flush` before. */
  readonly database: DatabaseSync;
  insert(rows: readonly Row[]): void;
  /** Counts what the receiver refused, or took shortened. */
  note(kind: 'refused' | 'cutNames', reasons: readonly string[]): void;
  /** Writes what was received since the last time, within `flushMs` of it otherwise. */
  flush(): void;
  /** Calls the listener with the invocations that changed; undefined when rows were removed. Gives what ends that. */
  onChange(listener: (changed: readonly Operation[] | undefined) => void): () => void;
  /** Rows of one table as they were sent, newest first. */
  rows(table: Table, filter: RowFilter): readonly Row[];
  /** All rows of an operation and of the host rows that belong to its invocations, oldest first. */
  operation(operationId: string): readonly StoredRow[];
  row(seq: number): StoredRow | undefined;
  /** Sequence number of the newest row; 0 when there is none. */
  lastSeq(): number;
  count(): number;
  /** When the oldest rows were removed last, ISO 8601. */
  evicted(): string | undefined;
  clear(): void;
  close(): void;
}

const flushMs = 250;
const flushRows = 2_000;
/** Removed at a time, so that nobody waits long. */
const evictRows = 5_000;

/** Opens a store in a SQLite file, or in `:memory:`. */
export function openStore(file: string, retention: Retention = defaultRetention): Store {
  const database = new DatabaseSync(file);
  prepareSchema(database);
  const summaries = createSummaries(database);
  const findings = createFindings(database);
  const add = database.prepare(
    `INSERT INTO items (received, itemType, timestamp, operation_Id, session_Id, invocation, row)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const listeners = new Set<(changed: readonly Operation[] | undefined) => void>();
  let waiting: { row: Row; received: number }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let evicted: string | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    database.exec('BEGIN');
    let seq: number | bigint = 0;
    for (const { row, received } of batch) {
      const { itemType, timestamp, operation_Id, session_Id = null } = row;
      const invocation = row.customDimensions['faas.invocation_id'] ?? null;
      const text = JSON.stringify(row);
      seq = add.run(
        received,
        itemType,
        timestamp,
        operation_Id,
        session_Id,
        invocation,
        text,
      ).lastInsertRowid;
      findings.add(findingsOf(row, text), operation_Id);
    }
    const changed = summaries.update(
      batch.map(({ row }) => row),
      Number(seq),
    );
    const removed = evict();
    database.exec('COMMIT');
    for (const listener of listeners) listener(removed ? undefined : changed);
  };

  /** Removes the oldest rows over what is kept; true when there were any. */
  const evict = (): boolean => {
    const cutoff = database
      .prepare(
        `SELECT max(seq) AS seq FROM (SELECT seq, received FROM items ORDER BY seq LIMIT ${evictRows})
         WHERE seq <= ? OR received < ?`,
      )
      .get(lastSeq() - retention.rows, Date.now() - retention.ms)?.seq;
    if (typeof cutoff !== 'number') return false;
    database.prepare('DELETE FROM items WHERE seq <= ?').run(cutoff);
    database
      .prepare('DELETE FROM summaries WHERE id IN (SELECT id FROM invocations WHERE seq <= ?)')
      .run(cutoff);
    database.prepare('DELETE FROM invocations WHERE seq <= ?').run(cutoff);
    evicted = new Date().toISOString();
    return true;
  };
  const lastSeq = () =>
    Number(database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM items').get()?.seq);
  const select = (where: string, ...values: (string | number)[]) =>
    database
      .prepare(`SELECT seq, received, row FROM items ${where}`)
      .all(...values)
      .map(
        ({ seq, received, row }): StoredRow => ({
          ...(JSON.parse(String(row)) as Row),
          seq: Number(seq),
          received: new Date(Number(received)).toISOString(),
        }),
      );
  return {
    database,
    flush,
    insert(rows) {
      const received = Date.now();
      for (const row of rows) waiting.push({ row, received });
      if (waiting.length >= flushRows) flush();
      else timer ??= setTimeout(flush, flushMs);
    },
    note(kind, reasons) {
      findings.add(
        reasons.map((detail) => ({ kind, detail })),
        '',
      );
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
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
        ...values,
        limit,
      ).map(({ seq, received, ...row }) => row as Row);
    },
    operation(operationId) {
      flush();
      return select(
        `WHERE operation_Id = ? OR (session_Id IS NULL AND invocation IN
           (SELECT session_Id FROM invocations WHERE operation_Id = ? AND session_Id <> ''))
         ORDER BY timestamp, seq`,
        operationId,
        operationId,
      );
    },
    row(seq) {
      flush();
      return select('WHERE seq = ?', seq)[0];
    },
    lastSeq() {
      flush();
      return lastSeq();
    },
    count() {
      flush();
      return Number(database.prepare('SELECT count(*) AS n FROM items').get()?.n);
    },
    evicted: () => evicted,
    clear() {
      waiting = [];
      for (const table of ['items', 'invocations', 'summaries', 'findings']) {
        database.exec(`DELETE FROM ${table}`);
      }
      addCleared(database);
      for (const listener of listeners) listener(undefined);
    },
    close() {
      flush();
      database.close();
    },
  };
}
