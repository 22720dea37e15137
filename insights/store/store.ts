import type { DatabaseSync } from 'node:sqlite';
import type { Operation } from '../api.ts';
import type { Prices } from '../genAi/prices.ts';
import { readGenAi } from '../genAi/readGenAi.ts';
import { createMishaps, type Mishaps } from '../mishaps.ts';
import type { Row } from '../row.ts';
import { deleteAll } from './cleared.ts';
import { inTransaction } from './database/inTransaction.ts';
import { openDatabase } from './database/openDatabase.ts';
import { createRowReader, type RowReader } from './database/readRows.ts';
import type { NotedKind } from './findingKinds.ts';
import { createFindings } from './findings.ts';
import { createKeeping, type KeepingState } from './keeping.ts';
import { defaultRetention, type Retention } from './retention.ts';
import { addStart } from './starts.ts';
import { createBatchWriter, type Received } from './writeBatch.ts';
import { createWriteQueue } from './writeQueue.ts';

/**
 * The telemetry that was received. Rows are written in batches; what is read is all that was received. Writing never throws: what the
 * database does not take is lost, and told. Reading, and `clear`, throw when it is in trouble.
 */
export interface Store extends RowReader {
  /** For queries beyond these; call `flush` before. */
  readonly database: DatabaseSync;
  /** Takes rows; gives them as they are read: with what model calls, agents and tools say by other names. */
  insert(rows: readonly Row[]): readonly Row[];
  /** Writes rows at once; gives how many were kept, undefined when the database takes none. */
  write(rows: readonly Row[]): number | undefined;
  /** Counts what the receiver refused, or took shortened. */
  note(kind: NotedKind, reasons: readonly string[]): void;
  /** Notes that the app was started now. */
  noteStart(): void;
  /** Writes what was received since the last time, within `flushMs` of it otherwise. */
  flush(): void;
  /** Calls the listener with the invocations that changed; undefined when rows were removed. Gives what ends that. */
  onChange(listener: (changed: readonly Operation[] | undefined) => void): () => void;
  /** When the oldest rows were removed last, ISO 8601. */
  evicted(): string | undefined;
  keeping(): KeepingState;
  clear(): void;
  close(): void;
}

/** Where the store tells what goes wrong: a line for the developer, and errors of its own. */
export interface StoreWatch {
  readonly mishaps: Mishaps;
  say(line: string): void;
}

const unwatched: StoreWatch = { mishaps: createMishaps(() => {}), say: () => {} };

/**
 * Opens a store in a SQLite file, or in `:memory:`; a file that cannot be opened is replaced by memory, and told. What `retention` does not say is as by default. `prices` give a cost to
 * calls that come without one.
 */
export function openStore(
  file: string,
  retention: Partial<Retention> = {},
  { mishaps, say }: StoreWatch = unwatched,
  prices: Prices = new Map(),
): Store {
  const { database, trouble, isThere } = openDatabase(file);
  const keeping = createKeeping(say, trouble, isThere);
  const findings = createFindings(database);
  const writeBatch = createBatchWriter(database, { ...defaultRetention, ...retention }, mishaps);
  const listeners = new Set<(changed: readonly Operation[] | undefined) => void>();
  let evicted: string | undefined;

  /** Gives how many were kept. */
  const write = (batch: readonly Received[]): number | undefined => {
    const written = keeping.write(batch.length, () => writeBatch(batch));
    if (written === undefined) return undefined;
    if (written.evicted) evicted = new Date().toISOString();
    for (const listener of listeners) listener(written.evicted ? undefined : written.changed);
    return written.kept;
  };
  const queue = createWriteQueue(write, mishaps);
  const read = (row: Row): Row => {
    try {
      const genAi = readGenAi(row, prices);
      return genAi === undefined ? row : { ...row, genAi };
    } catch (error) {
      mishaps.tell('reading what a row says of a model call', error);
      return row; // kept as it was sent
    }
  };
  const keep = mishaps.guard('noting what was found', (work: () => void) => {
    keeping.write(0, () => inTransaction(database, work));
  });
  return {
    ...createRowReader(database, queue.flush),
    database,
    insert(rows) {
      const known = rows.map(read);
      queue.insert(known);
      return known;
    },
    write: (rows) => queue.write(rows.map(read)),
    flush: queue.flush,
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
    evicted: () => evicted,
    keeping: keeping.state,
    clear() {
      queue.drop();
      deleteAll(database);
      for (const listener of listeners) listener(undefined);
    },
    close() {
      queue.flush();
      database.close();
    },
  };
}
