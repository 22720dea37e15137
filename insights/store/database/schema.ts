import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './inTransaction.ts';

const version = 10;
/** How long a write waits for another process that writes: all that this process does waits with it. */
const busyMs = 250;

/** What a row is when it is no span, as its index has it: that is used where a query says the same. */
export const noSpan = "itemType NOT IN ('requests', 'dependencies')";

// One table for all eight kinds of row: what is searched for are columns, the rest is JSON; the eight differ in what a page
// shows, never in how a row is found. What queries ask for most are columns too, and all of them in the index by time: a scan by them reads
// no row, and takes a third of the time. An invocation is summed up when its rows come, so that a list reads no rows; what a
// list is narrowed by stands apart from what it shows, so that looking through all of them reads little.
const schema = `
  CREATE TABLE items (
    seq INTEGER PRIMARY KEY,
    received INTEGER NOT NULL,
    itemType TEXT NOT NULL,
    timestamp TEXT NOT NULL,
    operation_Id TEXT NOT NULL,
    session_Id TEXT,
    invocation TEXT,
    id TEXT,
    parent TEXT,
    name TEXT,
    duration REAL,
    success TEXT,
    resultCode TEXT,
    app TEXT,
    severity INTEGER,
    itemCount REAL,
    valueSum REAL,
    row TEXT NOT NULL,
    genAi TEXT
  ) STRICT;
  CREATE INDEX items_by_time ON items
    (itemType, timestamp, name, duration, success, resultCode, app, operation_Id, id, parent, severity, itemCount, valueSum);
  CREATE INDEX rows_by_time ON items (timestamp, seq, itemType, app, severity) WHERE ${noSpan};
  CREATE INDEX items_by_operation ON items (operation_Id, parent);
  CREATE INDEX requests_by_operation ON items (operation_Id, id) WHERE itemType = 'requests';
  CREATE INDEX items_by_session ON items (session_Id) WHERE session_Id IS NOT NULL;
  CREATE INDEX items_by_invocation ON items (invocation) WHERE session_Id IS NULL AND invocation IS NOT NULL;
  CREATE TABLE invocations (
    id INTEGER PRIMARY KEY,
    operation_Id TEXT NOT NULL,
    session_Id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    timestamp TEXT NOT NULL,
    outcome TEXT NOT NULL,
    failed INTEGER NOT NULL,
    app TEXT,
    otherApps TEXT,
    assistant TEXT,
    caller TEXT,
    function TEXT,
    trigger TEXT,
    model TEXT,
    conversation TEXT,
    job TEXT,
    durationMs REAL,
    costUsd REAL,
    priced INTEGER NOT NULL,
    answeredBy TEXT,
    firstTokenMs REAL,
    inputTokens INTEGER,
    outputTokens INTEGER,
    cachedInputTokens INTEGER,
    throttled INTEGER NOT NULL,
    retries INTEGER NOT NULL,
    coldStart INTEGER NOT NULL,
    ours INTEGER NOT NULL,
    isCall INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    search TEXT NOT NULL,
    UNIQUE (operation_Id, session_Id)
  ) STRICT;
  CREATE TABLE errors (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (id, code)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX errors_by_code ON errors (code);
  CREATE TABLE summaries (id INTEGER PRIMARY KEY, summary TEXT NOT NULL) STRICT;
  CREATE INDEX invocations_by_time ON invocations (timestamp, id);
  CREATE INDEX invocations_by_outcome ON invocations (outcome, timestamp);
  CREATE INDEX invocations_failed ON invocations (timestamp, id) WHERE failed = 1;
  CREATE INDEX invocations_by_problem ON invocations (problems, timestamp) WHERE problems > 0;
  CREATE INDEX invocations_unpriced ON invocations (ours, answeredBy) WHERE priced = 0;
  CREATE INDEX invocations_by_session ON invocations (session_Id);
  CREATE INDEX invocations_by_conversation ON invocations (conversation, timestamp) WHERE conversation IS NOT NULL;
  CREATE INDEX invocations_by_caller ON invocations (caller, timestamp) WHERE caller IS NOT NULL;
  CREATE INDEX invocations_by_job ON invocations (job) WHERE job IS NOT NULL;
  CREATE INDEX invocations_by_seq ON invocations (seq);
  CREATE TABLE findings (
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    count INTEGER NOT NULL,
    operation_Id TEXT NOT NULL,
    PRIMARY KEY (kind, detail)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE notes (name TEXT NOT NULL, value TEXT NOT NULL) STRICT;`;

/** Prepares a database for this version of the schema; one of another version starts empty. */
export function prepareSchema(database: DatabaseSync): void {
  database.exec(
    `PRAGMA busy_timeout = ${busyMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;`,
  );
  if (database.prepare('PRAGMA user_version').get()?.user_version === version) return;
  const tables = ['items', 'invocations', 'errors', 'summaries', 'findings', 'notes'];
  inTransaction(database, () => {
    database.exec(tables.map((table) => `DROP TABLE IF EXISTS ${table};`).join(' '));
    database.exec(`${schema} PRAGMA user_version = ${version};`);
  });
}
