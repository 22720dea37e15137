import type { StoredRow } from '../api.ts';
import { type Table, tables } from '../row.ts';
import { severities } from '../severities.ts';
import { type Order, sorts } from '../store/order.ts';
import type { Reads } from '../store/reads.ts';
import { type RowCursor, type RowFilter, rowKinds } from '../store/rowList.ts';
import type { Store } from '../store/store.ts';
import { type ListFilter, UnknownField } from '../store/where.ts';
import { toTimestamp } from '../time.ts';
import { toMarkdown } from '../view/markdown.ts';
import { rowsOfSession } from '../view/rowsOfSession.ts';

/** What is answered to a request: JSON, or text with its type. */
export interface Answer {
  readonly status: number;
  readonly body: object | string;
  readonly contentType?: string;
}

/** A parameter that cannot be used; the message says which and why. */
class BadParameter extends Error {}

const cutLength = 4_000;
const notFound: Answer = {
  status: 404,
  body: { error: 'Not here. docs/insights.md lists what can be read.' },
};

/** Answers the `GET` routes of `/api/` that read rows and invocations. */
export function answerRead(url: URL, store: Store, lists: Reads): Answer {
  try {
    return read(url, store, lists) ?? notFound;
  } catch (error) {
    if (error instanceof BadParameter || error instanceof UnknownField) {
      return { status: 400, body: { error: error.message } };
    }
    throw error;
  }
}

function read(url: URL, store: Store, lists: Reads): Answer | undefined {
  const query = url.searchParams;
  const [, , kind, name, ...more] = url.pathname.replace(/\/$/, '').split('/').map(decode);
  if (more.length > 0) return undefined;
  if (kind === 'operations' && name === undefined) {
    store.flush();
    const order = toOrder(query);
    const page = { before: cursor(query, order), limit: limit(query), order };
    return ok(lists.operations(toFilter(query), page));
  }
  if (kind === 'operations' && name !== undefined) {
    return readOperation(name, text(query, 'session'), store);
  }
  if ((kind === 'conversations' || kind === 'jobs' || kind === 'callers') && name === undefined) {
    store.flush();
    return ok(lists[kind](toFilter(query), limit(query)));
  }
  if (kind === 'errors' && name === undefined) {
    store.flush();
    const sort = oneOf(query, 'sort', ['time', 'count']);
    return ok(lists.errors(toFilter(query), limit(query), sort));
  }
  if (kind === 'fit' && name === undefined) {
    store.flush();
    return ok(lists.fit(toFilter(query)));
  }
  if (kind === 'summary' && name === undefined) {
    store.flush();
    return ok(lists.summary(toFilter(query)));
  }
  if (kind === 'facets' && name === undefined) {
    store.flush();
    return ok(lists.facets(text(query, 'all') !== undefined));
  }
  if (kind === 'rows' && name === undefined) {
    store.flush();
    return ok(lists.rows(toRowFilter(query), { before: rowCursor(query), limit: limit(query) }));
  }
  if (kind === 'rows' && name !== undefined) {
    const row = store.row(Number(name));
    return row === undefined ? notFound : ok(row);
  }
  if (kind === 'tables' && isTable(name)) {
    const items = store.rows(name, {
      since: toTimestamp(time(query, 'since') ?? ''),
      session_Id: text(query, 'session_Id'),
      operation_Id: text(query, 'operation_Id'),
      limit: limit(query),
    });
    return ok({ items });
  }
  return undefined;
}

/** An operation's rows, for a page with long dimensions cut, or, when its name ends in `.md`, all of it or of one session as Markdown. */
function readOperation(name: string, session: string | undefined, store: Store): Answer {
  if (name.endsWith('.md')) {
    const { items } = store.operation(name.slice(0, -3), (row) => row);
    const body = toMarkdown(rowsOfSession(items, session));
    return { status: 200, body, contentType: 'text/markdown; charset=utf-8' };
  }
  const { items, more } = store.operation(name, cutLong);
  return ok({ items, ...(more && { more }) });
}

function cutLong(row: StoredRow): StoredRow {
  const isLong = ([, value]: [string, string]) => value.length > cutLength;
  const { customDimensions, genAi = {} } = row;
  const long = [customDimensions, genAi].flatMap((part) => Object.entries(part).filter(isLong));
  if (long.length === 0) return row;
  return {
    ...row,
    customDimensions: withShort(customDimensions),
    ...(row.genAi && { genAi: withShort(genAi) }),
    cut: Object.fromEntries(long.map(([key, value]) => [key, value.length])),
  };
}

function withShort(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, value.slice(0, cutLength)]),
  );
}

function ok(body: object): Answer {
  return { status: 200, body };
}

/** The filters of a list, from its query. `status` and `since` are older names of `outcome` and `from`. */
function toFilter(query: URLSearchParams): ListFilter {
  return {
    all: text(query, 'all') !== undefined,
    q: text(query, 'q'),
    outcome: text(query, 'outcome') ?? text(query, 'status'),
    code: text(query, 'code'),
    app: text(query, 'app'),
    assistant: text(query, 'assistant'),
    caller: text(query, 'caller'),
    function: text(query, 'function'),
    model: text(query, 'model'),
    minMs: number(query, 'minMs'),
    from: time(query, 'from') ?? time(query, 'since'),
    to: time(query, 'to'),
    conversation: text(query, 'conversation'),
    session: text(query, 'session'),
    job: text(query, 'job'),
    changedSince: number(query, 'changedSince'),
  };
}

/** The filters of a list of rows. `severity` is the least one, by its name. */
function toRowFilter(query: URLSearchParams): RowFilter {
  const severity = oneOf(query, 'severity', severities);
  return {
    kind: oneOf(query, 'kind', rowKinds),
    severity: severity === undefined ? undefined : severities.indexOf(severity),
    app: text(query, 'app'),
    q: text(query, 'q'),
    from: toTimestamp(time(query, 'from') ?? ''),
    to: toTimestamp(time(query, 'to') ?? ''),
  };
}

/** `next` of an earlier list of rows: a time, `~` and a number. */
function rowCursor(query: URLSearchParams): RowCursor | undefined {
  const value = text(query, 'before');
  if (value === undefined) return undefined;
  const [at = '', seq = ''] = value.split('~');
  const timestamp = toTimestamp(at);
  if (timestamp === undefined || !/^\d{1,15}$/.test(seq)) {
    throw new BadParameter('before is no cursor.');
  }
  return { timestamp, seq: Number(seq) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isTable(name: string | undefined): name is Table {
  return tables.some((table) => table === name);
}

function text(query: URLSearchParams, name: string): string | undefined {
  return query.get(name) || undefined;
}

function number(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  if (!Number.isFinite(Number(value))) throw new BadParameter(`${name} must be a number.`);
  return Number(value);
}

function oneOf<T extends string>(
  query: URLSearchParams,
  name: string,
  values: readonly T[],
): T | undefined {
  const value = text(query, name);
  const found = values.find((each) => each === value);
  if (value !== undefined && found === undefined) {
    throw new BadParameter(`${name} must be ${values.join(', ').replace(/, (?=[^,]*$)/, ' or ')}.`);
  }
  return found;
}

function limit(query: URLSearchParams): number {
  const value = Number(query.get('limit') ?? 100);
  if (!Number.isInteger(value) || value < 1 || value > 1_000) {
    throw new BadParameter('limit must be a whole number from 1 to 1000.');
  }
  return value;
}

function time(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  return toTime(value, name);
}

function toOrder(query: URLSearchParams): Order {
  const sort = oneOf(query, 'sort', sorts) ?? 'time';
  return { sort, asc: oneOf(query, 'order', ['asc', 'desc']) === 'asc' };
}

/** A time, or `next` of an earlier list in the same order: a value, `~` and a number. */
function cursor(query: URLSearchParams, { sort }: Order): string | undefined {
  const value = query.get('before');
  if (value === null || value === '') return undefined;
  const [at = '', id] = value.split('~');
  if (id !== undefined && !/^\d{1,15}$/.test(id)) throw new BadParameter('before is no cursor.');
  if (sort !== 'time') {
    if (id === undefined || !Number.isFinite(Number(at))) {
      throw new BadParameter('before is no cursor of this order.');
    }
    return value;
  }
  return id === undefined ? toTime(at, 'before') : `${toTime(at, 'before')}~${id}`;
}

function toTime(value: string, name: string): string {
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) throw new BadParameter(`${name} must be a time in ISO 8601.`);
  return new Date(ms).toISOString();
}
