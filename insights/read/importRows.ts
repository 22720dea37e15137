import type { IncomingMessage } from 'node:http';
import { parseRow } from '../parseRow.ts';
import type { Row } from '../row.ts';
import type { Store } from '../store/store.ts';
import type { Answer } from './readInterface.ts';

const atOnce = 500;
/** A row of the largest body that is taken, whose texts JSON may make longer. */
const maxLine = 128 * 1024 * 1024;

/** What an import did. */
interface Imported {
  readonly imported: number;
  /** Rows that were here already. */
  readonly known: number;
  /** Lines that are no rows, or hold what cannot be kept. */
  readonly refused: number;
}

/**
 * `POST /api/import`: rows as an export gives them, a JSON row a line, or one call's in `{"items": […]}`. Rows that are here
 * already are left out, so that an import may be repeated. A line over 128 MiB ends it. 503 when the database takes none.
 */
export async function importRows(request: IncomingMessage, store: Store): Promise<Answer> {
  const counts = { imported: 0, known: 0, refused: 0 };
  const isHere = store.database.prepare(
    // By time, of which few share one: all metrics share their operation, ''.
    `SELECT 1 FROM items INDEXED BY items_by_time
     WHERE itemType = ? AND timestamp = ? AND operation_Id = ? AND row = ?`,
  );
  let batch: Row[] = [];
  /** Whether the database takes rows. */
  const write = (): boolean => {
    store.flush();
    const added = batch.filter(
      (row) =>
        isHere.get(row.itemType, row.timestamp, row.operation_Id, JSON.stringify(row)) ===
        undefined,
    );
    const kept = store.write(added);
    counts.imported += kept ?? 0;
    counts.refused += kept === undefined ? 0 : added.length - kept;
    counts.known += batch.length - added.length;
    batch = [];
    return kept !== undefined;
  };
  for await (const line of linesOf(request)) {
    const value = parse(line);
    for (const item of toItems(value)) {
      const row = parseRow(item);
      if (typeof row === 'string') counts.refused += 1;
      else batch.push(row);
    }
    if (batch.length >= atOnce && !write()) return notKept(counts, store);
  }
  return write() ? { status: 200, body: counts satisfies Imported } : notKept(counts, store);
}

function notKept({ imported }: Imported, store: Store): Answer {
  const why = store.keeping().trouble ?? 'it does not work';
  const error = `The import ended after ${imported} rows: the database takes none, ${why}.`;
  return { status: 503, body: { error } };
}

function toItems(value: unknown): readonly unknown[] {
  const items: unknown = typeof value === 'object' && value !== null && Reflect.get(value, 'items');
  return Array.isArray(items) ? items : [value];
}

/** A body's lines that hold anything; a longer one than is read ends them, and is given as it came. */
async function* linesOf(request: IncomingMessage): AsyncGenerator<string> {
  let begun: string[] = []; // pieces of a line that has not ended, joined once
  let length = 0;
  for await (const text of request.setEncoding('utf8') as AsyncIterable<string>) {
    const [first = '', ...others] = text.split('\n');
    begun.push(first);
    length += first.length;
    const last = others.pop();
    if (last !== undefined) {
      yield* [begun.join(''), ...others].filter(hasText);
      begun = [last];
      length = last.length;
    }
    if (length > maxLine) break;
  }
  const rest = begun.join('');
  if (hasText(rest)) yield rest;
}

function hasText(line: string): boolean {
  return line.trim() !== '';
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
