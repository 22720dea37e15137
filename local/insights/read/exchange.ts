import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Row, tables } from '../row.ts';
import type { Store } from '../store/store.ts';

const atOnce = 500;
const maxLine = 8 * 1024 * 1024;

/** `GET /api/export`: every row, oldest first, one JSON a line; at the pace of who reads. */
export async function exportRows(store: Store, response: ServerResponse): Promise<void> {
  response.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'content-disposition': 'attachment; filename="callspan.ndjson"',
  });
  const page = store.database.prepare(
    `SELECT seq, row FROM items WHERE seq > ? ORDER BY seq LIMIT ${atOnce}`,
  );
  store.flush();
  for (let after = 0; !response.destroyed; ) {
    const found = page.all(after);
    if (found.length === 0) break;
    after = Number(found.at(-1)?.seq);
    const room = response.write(`${found.map(({ row }) => row).join('\n')}\n`);
    if (!room) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}

/** What an import did. */
export interface Imported {
  readonly imported: number;
  /** Rows that were here already. */
  readonly known: number;
  /** Lines that are no rows. */
  readonly refused: number;
}

/**
 * `POST /api/import`: rows as an export gives them, a JSON row a line, or one call's in `{"items": […]}`. Rows that are here
 * already are left out, so that an import may be repeated. A line over 8 MiB ends it.
 */
export async function importRows(request: IncomingMessage, store: Store): Promise<Imported> {
  const counts = { imported: 0, known: 0, refused: 0 };
  const isHere = store.database.prepare('SELECT 1 FROM items WHERE operation_Id = ? AND row = ?');
  let batch: Row[] = [];
  const write = () => {
    const added = batch.filter(
      (row) => isHere.get(row.operation_Id, JSON.stringify(row)) === undefined,
    );
    store.insert(added);
    store.flush();
    counts.imported += added.length;
    counts.known += batch.length - added.length;
    batch = [];
  };
  for await (const line of linesOf(request)) {
    const value = parse(line);
    for (const item of isRecord(value) && Array.isArray(value.items) ? value.items : [value]) {
      const row = toRow(item);
      if (row === undefined) counts.refused += 1;
      else batch.push(row);
    }
    if (batch.length >= atOnce) write();
  }
  write();
  return counts;
}

/** A body's lines that hold anything; a longer one than 8 MiB ends them, and is given as it came. */
async function* linesOf(request: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  for await (const text of request.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line.trim() !== '');
    if (rest.length > maxLine) break;
  }
  if (rest.trim() !== '') yield rest;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A row, if it has what every row has; what a reading adds to it is left out. */
function toRow(value: unknown): Row | undefined {
  if (!isRecord(value)) return undefined;
  const { seq: _seq, received: _received, cut: _cut, ...row } = value;
  return isRow(row) ? row : undefined;
}

function isRow(row: Record<string, unknown>): row is Record<string, unknown> & Row {
  const { itemType, timestamp, operation_Id, operation_ParentId } = row;
  const { customDimensions, customMeasurements } = row;
  return (
    tables.some((table) => table === itemType) &&
    typeof timestamp === 'string' &&
    !Number.isNaN(Date.parse(timestamp)) &&
    typeof operation_Id === 'string' &&
    typeof operation_ParentId === 'string' &&
    isRecord(customDimensions) &&
    Object.values(customDimensions).every((part) => typeof part === 'string') &&
    isRecord(customMeasurements) &&
    Object.values(customMeasurements).every((part) => typeof part === 'number')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
