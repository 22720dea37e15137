import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Store } from '../store/store.ts';

const rowsAtOnce = 500;
const charactersAtOnce = 256 * 1024;

/** `GET /api/export`: every row, oldest first, one JSON a line; at the pace of who reads, and no more of it in memory. */
export async function exportRows(store: Store, response: ServerResponse): Promise<void> {
  store.flush();
  const pages = toPages(store);
  const first = pages.next(); // read before the head is sent: what fails here is answered so
  response.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'content-disposition': 'attachment; filename="callspan.ndjson"',
  });
  const all = (function* () {
    if (!first.done) yield first.value;
    yield* pages;
  })();
  try {
    await pipeline(Readable.from(all, { highWaterMark: 1 }), response);
  } catch (error) {
    if (!response.destroyed || !hasLeft(error)) throw error;
  }
}

/** Some rows at a time: no statement stays open while the reader waits. */
function* toPages(store: Store): Generator<string> {
  const from = store.database.prepare(
    `SELECT seq, row FROM items WHERE seq > ? ORDER BY seq LIMIT ${rowsAtOnce}`,
  );
  for (let after = -1; ; ) {
    const rows: string[] = [];
    let characters = 0;
    for (const { seq, row } of from.iterate(after)) {
      const text = String(row);
      after = Number(seq);
      rows.push(text);
      characters += text.length;
      if (characters > charactersAtOnce) break;
    }
    if (rows.length === 0) return;
    yield `${rows.join('\n')}\n`;
  }
}

function hasLeft(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'ERR_STREAM_PREMATURE_CLOSE';
}
