import { DatabaseSync } from 'node:sqlite';
import { type Operation, toOperation } from './operation.ts';
import type { Row, Table } from './row.ts';

/** What a list of rows is narrowed by. */
interface RowFilter {
  readonly since?: string | undefined;
  readonly session_Id?: string | undefined;
  readonly operation_Id?: string | undefined;
  readonly limit: number;
}

/** What a list of operations is narrowed by. */
interface OperationFilter {
  readonly before?: string | undefined;
  readonly since?: string | undefined;
  /** Looks in name, session, job and code. */
  readonly q?: string | undefined;
  /** `ok` or a code. */
  readonly status?: string | undefined;
  readonly model?: string | undefined;
  readonly limit: number;
}

/** The telemetry that was received. */
export interface Store {
  insert(rows: readonly Row[]): void;
  /** Rows of one table, newest first. */
  rows(table: Table, filter: RowFilter): readonly Row[];
  /** All rows of an operation and of the host rows that belong to its invocations, oldest first. */
  operation(operationId: string): readonly Row[];
  /** An item per invocation, newest first. */
  operations(filter: OperationFilter): readonly Operation[];
  clear(): void;
  close(): void;
}

const schemaVersion = 1;

// One table for all eight: what is searched for are columns, the rest of a row is JSON. The eight differ in what a page
// shows, never in how a row is found.
const schema = `
  CREATE TABLE items (
    seq INTEGER PRIMARY KEY,
    itemType TEXT NOT NULL,
    timestamp TEXT NOT NULL,
    operation_Id TEXT NOT NULL,
    session_Id TEXT,
    invocation TEXT,
    row TEXT NOT NULL
  ) STRICT;
  CREATE INDEX items_by_time ON items (itemType, timestamp);
  CREATE INDEX items_by_operation ON items (operation_Id);
  CREATE INDEX items_by_session ON items (session_Id) WHERE session_Id IS NOT NULL;
  CREATE INDEX items_by_invocation ON items (invocation) WHERE invocation IS NOT NULL;
  CREATE TABLE invocations (
    operation_Id TEXT NOT NULL,
    session_Id TEXT NOT NULL,
    invocation TEXT,
    timestamp TEXT NOT NULL,
    PRIMARY KEY (operation_Id, session_Id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX invocations_by_time ON invocations (timestamp);
  CREATE INDEX invocations_by_session ON invocations (session_Id);`;

/** Opens a store in a SQLite file, or in `:memory:`. A file of another schema version is begun anew. */
export function openStore(file: string): Store {
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;',
  );
  prepare(database);
  const addItem = database.prepare(
    'INSERT INTO items (itemType, timestamp, operation_Id, session_Id, invocation, row) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const addInvocation = database.prepare(`
    INSERT INTO invocations (operation_Id, session_Id, invocation, timestamp) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET timestamp = min(timestamp, excluded.timestamp),
      invocation = coalesce(invocation, excluded.invocation)`);
  const select = (where: string, values: readonly (string | number)[]) =>
    database
      .prepare(`SELECT row FROM items ${where}`)
      .all(...values)
      .map(({ row }) => JSON.parse(String(row)) as Row);

  const invocationRows = (operationId: string, session: string) =>
    session === ''
      ? select('WHERE operation_Id = ? AND session_Id IS NULL ORDER BY timestamp', [operationId])
      : select(
          `WHERE (operation_Id = ? AND session_Id = ?) OR (invocation = ? AND session_Id IS NULL)
           ORDER BY timestamp`,
          [operationId, session, session],
        );
  return {
    insert(rows) {
      database.exec('BEGIN');
      for (const row of rows) {
        const session = row.session_Id ?? null;
        const invocation = row.customDimensions['faas.invocation_id'] ?? null;
        const { itemType, timestamp, operation_Id } = row;
        addItem.run(itemType, timestamp, operation_Id, session, invocation, JSON.stringify(row));
        // A metric belongs to no call.
        if (itemType !== 'customMetrics' && operation_Id !== '') {
          addInvocation.run(operation_Id, session ?? '', invocation, timestamp);
        }
      }
      database.exec('COMMIT');
    },
    rows(table, { since, session_Id, operation_Id, limit }) {
      const conditions = [
        ['itemType = ?', table],
        ['timestamp >= ?', since],
        ['session_Id = ?', session_Id],
        ['operation_Id = ?', operation_Id],
      ].filter((pair): pair is [string, string] => pair[1] !== undefined);
      const where = conditions.map(([condition]) => condition).join(' AND ');
      const values = conditions.map(([, value]) => value);
      return select(`WHERE ${where} ORDER BY timestamp DESC, seq DESC LIMIT ?`, [...values, limit]);
    },
    operation(operationId) {
      return select(
        `WHERE operation_Id = ? OR (session_Id IS NULL AND invocation IN
           (SELECT session_Id FROM invocations WHERE operation_Id = ? AND session_Id <> ''))
         ORDER BY timestamp, seq`,
        [operationId, operationId],
      );
    },
    operations({ before, since, limit, ...wanted }) {
      // A host row without a session belongs to the invocation it names, once that has rows of its own.
      const listed = database
        .prepare(`
          SELECT operation_Id, session_Id FROM invocations AS i
          WHERE timestamp < ? AND timestamp >= ?
            AND NOT (session_Id = '' AND invocation IS NOT NULL
              AND EXISTS (SELECT 1 FROM invocations WHERE session_Id = i.invocation))
          ORDER BY timestamp DESC`)
        .iterate(before ?? '9999', since ?? '');
      const found: Operation[] = [];
      for (const { operation_Id, session_Id } of listed) {
        const rows = invocationRows(String(operation_Id), String(session_Id));
        const operation = toOperation(rows);
        if (operation !== undefined && matches(operation, wanted)) found.push(operation);
        if (found.length === limit) break;
      }
      return found;
    },
    clear: () => database.exec('DELETE FROM items; DELETE FROM invocations;'),
    close: () => database.close(),
  };
}

function prepare(database: DatabaseSync): void {
  const version = database.prepare('PRAGMA user_version').get()?.user_version;
  if (version === schemaVersion) return;
  database.exec('DROP TABLE IF EXISTS items; DROP TABLE IF EXISTS invocations;');
  database.exec(`${schema} PRAGMA user_version = ${schemaVersion};`);
}

function matches(
  operation: Operation,
  { q, status, model }: Pick<OperationFilter, 'q' | 'status' | 'model'>,
): boolean {
  const { name, session_Id, job, outcome, operation_Id } = operation;
  const text = [name, session_Id, job, outcome, operation_Id].join('\n').toLowerCase();
  return (
    (q === undefined || text.includes(q.toLowerCase())) &&
    (status === undefined || outcome === status) &&
    (model === undefined || operation.model === model)
  );
}
