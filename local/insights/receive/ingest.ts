import { gunzipSync } from 'node:zlib';
import { fromEnvelope } from './fromEnvelope.ts';
import type { Row } from './row.ts';

/** What an ingestion request held. */
export interface Ingested {
  readonly rows: readonly Row[];
  /** The protocol's answer. */
  readonly answer: {
    readonly itemsReceived: number;
    readonly itemsAccepted: number;
    readonly errors: readonly { index: number; statusCode: number; message: string }[];
  };
  /** 200 when all was taken, 206 when some was, 400 when nothing was telemetry. */
  readonly status: 200 | 206 | 400;
}

/** A body larger than this, unpacked, is refused. */
export const maxUnpackedBytes = 64 * 1024 * 1024;

/** Unpacks a body; undefined for gzip that is broken or unpacks to more than 64 MiB. */
export function unpack(body: Buffer, encoding: string | undefined): string | undefined {
  if (encoding !== 'gzip') return body.toString('utf8');
  try {
    return gunzipSync(body, { maxOutputLength: maxUnpackedBytes }).toString('utf8');
  } catch {
    return undefined;
  }
}

/** Reads the envelopes of a body: a JSON array, one JSON object, or JSON by lines. */
export function ingest(text: string): Ingested {
  const envelopes = parse(text);
  const read = envelopes.map(fromEnvelope);
  const rows = read.filter((row) => row !== undefined);
  const message =
    'Not an item of the ingestion protocol: it needs time, data.baseType and data.baseData.';
  const errors = read.flatMap((row, index) =>
    row === undefined ? [{ index, statusCode: 400, message }] : [],
  );
  const answer = { itemsReceived: read.length, itemsAccepted: rows.length, errors };
  const status = rows.length === 0 ? 400 : errors.length === 0 ? 200 : 206;
  return { rows, answer, status };
}

function parse(text: string): readonly unknown[] {
  const whole = tryParse(text);
  if (whole !== undefined) return [whole].flat();
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(tryParse);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
