import { AppError } from '../errors.ts';
import { type Amounts, each, meters } from './amounts.ts';
import type { Lease, Row, StoredRow } from './limitTable.ts';

/** An entity of the table: readable in any tool, with the leases as JSON. */
export interface RowEntity extends Record<string, unknown> {
  readonly partitionKey: string;
  readonly rowKey: string;
}

/** The entity of a row. A lease is `[instance, turn, until, requests, tokens, nanoUsd]`: 500 of them fit. */
export function toEntity(caller: string, key: string, { start, spent, leases }: Row): RowEntity {
  const whole = (value: number) => ({ type: 'Int64', value: `${atMost(value)}` });
  return {
    partitionKey: caller,
    rowKey: key,
    start: new Date(start),
    requests: whole(spent.requests),
    tokens: whole(spent.tokens),
    nanoUsd: whole(spent.nanoUsd),
    leases: JSON.stringify(
      leases.map(({ instance, turn, until, amounts }) => [
        ...[instance, turn, Math.round(until)],
        ...meters.map((meter) => atMost(amounts[meter])),
      ]),
    ),
  };
}

/** More would make the row unreadable, for all instances and until its window is over. */
function atMost(value: number): number {
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}

/** The row of an entity. Throws `storage_unavailable` for one that this app has not written: it is no empty one. */
export function fromEntity(entity: Readonly<Record<string, unknown>>): StoredRow {
  const { etag, start, leases } = entity;
  const spent = each((meter) => Number(entity[meter]));
  const list = typeof leases === 'string' ? parseLeases(leases) : undefined;
  if (
    typeof etag !== 'string' ||
    !(start instanceof Date) ||
    list === undefined ||
    !isWhole(spent)
  ) {
    throw unreadable();
  }
  return { etag, start: start.getTime(), spent, leases: list };
}

function parseLeases(json: string): Lease[] | undefined {
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    return undefined;
  }
  const leases = Array.isArray(list) ? list.map(toLease) : [undefined];
  return leases.every((lease) => lease !== undefined) ? leases : undefined;
}

function toLease(value: unknown): Lease | undefined {
  if (!Array.isArray(value)) return undefined;
  const [instance, ...numbers]: unknown[] = value;
  const [turn = Number.NaN, until = Number.NaN, requests = 0, tokens = 0, nanoUsd = 0] =
    numbers.map(Number);
  const amounts = { requests, tokens, nanoUsd };
  const isLease = typeof instance === 'string' && isWhole(amounts) && turn + until > 0;
  return isLease ? { instance, turn, until, amounts } : undefined;
}

function isWhole(amounts: Amounts): boolean {
  return meters.every((meter) => Number.isSafeInteger(amounts[meter]));
}

function unreadable(): AppError {
  return new AppError('storage_unavailable', 'A row of the limits of callers cannot be read.', {
    retryAfterMs: 60_000,
  });
}
