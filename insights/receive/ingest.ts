import type { Row } from '../row.ts';
import type { Note } from './accept.ts';
import { whyAzureRefuses } from './azureRefuses.ts';
import { checkBounds, parseJson } from './boundedJson.ts';
import { parseItem } from './parseItem.ts';
import { Refusal } from './refusal.ts';
import { describeTooLong, fitToLimits } from './row/fitToLimits.ts';
import { maxItems } from './row/limits.ts';
import { toRow } from './row/toRow.ts';

/** What a request of the ingestion protocol held. */
export interface Ingested {
  readonly rows: readonly Row[];
  readonly refused: readonly Note[];
  readonly cut: readonly Note[];
  /** Why the service in Azure would have refused rows that were taken. */
  readonly azureRefuses: readonly Note[];
  /** The protocol's answer. */
  readonly answer: {
    readonly itemsReceived: number;
    readonly itemsAccepted: number;
    readonly errors: readonly { index: number; statusCode: number; message: string }[];
  };
  /** 200 when all was taken, 206 when some was, 400 when nothing was telemetry. */
  readonly status: 200 | 206 | 400;
}

/**
 * Reads a body of `/v2.1/track`: a JSON array, one JSON object, or JSON by lines. As the service does, it refuses an item
 * with a text that is too long and cuts names of properties (docs/insights.md has where that is known from). Throws a
 * {@link Refusal} for JSON that is too deep or too much.
 */
export function ingest(body: Buffer): Ingested {
  const envelopes = parseEnvelopes(body);
  if (envelopes.length > maxItems) {
    throw new Refusal(413, `The request holds more than ${maxItems} items.`);
  }
  const now = Date.now();
  const read = envelopes.map((envelope) => readEnvelope(envelope, now));
  const taken = read.filter((one) => typeof one === 'object');
  const errors = read.flatMap((one, index) =>
    typeof one === 'string' ? [{ index, statusCode: 400, message: one }] : [],
  );
  return {
    rows: taken.map(({ row }) => row),
    refused: errors.map(({ message }) => ({ reason: message })),
    cut: taken.flatMap(({ cut }) => cut),
    azureRefuses: taken.flatMap(({ azureRefuses: reason }) => (reason ? [{ reason }] : [])),
    answer: { itemsReceived: read.length, itemsAccepted: taken.length, errors },
    status: taken.length === 0 ? 400 : errors.length === 0 ? 200 : 206,
  };
}

/** An item that was taken. */
interface Taken {
  readonly row: Row;
  readonly cut: readonly Note[];
  readonly azureRefuses: string | undefined;
}

function readEnvelope(envelope: unknown, now: number): Taken | string {
  const parsed = parseItem(envelope);
  if (typeof parsed === 'string') return parsed;
  const { item, fieldsTooLong, namesTooLong } = fitToLimits(parsed);
  const [first] = fieldsTooLong;
  if (first !== undefined) return describeTooLong(first);
  const row = toRow(item);
  if (typeof row === 'string') return row;
  return {
    row,
    cut: namesTooLong.map((name) => ({ reason: describeTooLong(name) })),
    azureRefuses: whyAzureRefuses(parsed, now),
  };
}

function parseEnvelopes(body: Buffer): readonly unknown[] {
  checkBounds(body);
  const json = body.toString('utf8');
  const whole = parseJson(json);
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
  return json
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseJson);
}
