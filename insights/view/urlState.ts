/** Ranges that move with the clock. */
export const ranges = { '15m': 15, '1h': 60, '24h': 24 * 60, '7d': 7 * 24 * 60 } as const;

/** One of them. */
export type Range = keyof typeof ranges;

/** What the list can be sorted by; empty is by time. */
export const sorts = ['', 'duration', 'tokens', 'cost'] as const;

/** The filters of the list of calls. What is empty, or 0, does not filter. */
export interface CallFilters {
  readonly q: string;
  readonly outcome: string;
  /** A code that the call, or a part of it, failed with. */
  readonly code: string;
  /** `cloud_RoleName` of one that sent rows. */
  readonly app: string;
  readonly assistant: string;
  /** Who asked, by `app.caller`. */
  readonly caller: string;
  readonly function: string;
  readonly model: string;
  /** Only calls that took at least so long. */
  readonly minMs: number;
  /** Fixed times in ISO 8601 (UTC); with either, `range` does not count. */
  readonly from: string;
  readonly to: string;
  readonly range: Range;
  readonly conversation: string;
  readonly job: string;
  readonly session: string;
  /** `1`: requests that are no calls, too. */
  readonly all: '' | '1';
  readonly sort: (typeof sorts)[number];
  /** Empty: the largest, or the newest, first. */
  readonly order: '' | 'asc';
}

/** No filter but the last hour. */
export const defaultFilters: CallFilters = {
  q: '',
  outcome: '',
  code: '',
  app: '',
  assistant: '',
  caller: '',
  function: '',
  model: '',
  minMs: 0,
  from: '',
  to: '',
  range: '1h',
  conversation: '',
  job: '',
  session: '',
  all: '',
  sort: '',
  order: '',
};

const textNames = [
  'q',
  'outcome',
  'code',
  'app',
  'assistant',
  'caller',
  'function',
  'model',
  'conversation',
  'job',
  'session',
] as const;
const order = [
  'q',
  'outcome',
  'code',
  'app',
  'assistant',
  'caller',
  'function',
  'model',
  'minMs',
  'from',
  'to',
  'range',
  'conversation',
  'job',
  'session',
  'all',
  'sort',
  'order',
] as const;
const maxLength = 500;

/** Filters of a URL's query (`location.search`). What is unknown or makes no sense is ignored. */
export function parseFilters(search: string): CallFilters {
  const query = new URLSearchParams(search);
  const texts = textNames.map((name) => [name, (query.get(name) ?? '').slice(0, maxLength)]);
  const minMs = Number(query.get('minMs'));
  const range = query.get('range') ?? '';
  const from = toIso(query.get('from'));
  const to = toIso(query.get('to'));
  const backwards = from !== '' && to !== '' && from > to;
  return {
    ...defaultFilters,
    ...Object.fromEntries(texts),
    all: query.get('all') === '1' ? '1' : '',
    sort: sorts.find((sort) => sort === query.get('sort')) ?? '',
    order: query.get('order') === 'asc' ? 'asc' : '',
    minMs: Number.isSafeInteger(minMs) && minMs > 0 ? minMs : 0,
    ...(backwards ? {} : { from, to }),
    range: isRange(range) ? range : defaultFilters.range,
  };
}

/** The query of a URL for these filters, without `?`: always in the same order, defaults left out. */
export function formatFilters(filters: CallFilters): string {
  const fixed = filters.from !== '' || filters.to !== '';
  const query = new URLSearchParams();
  for (const name of order) {
    if (filters[name] === defaultFilters[name] || (name === 'range' && fixed)) continue;
    query.set(name, `${filters[name]}`);
  }
  return query.toString();
}

/** Whether the list is not newest first. */
export function isSorted({ sort, order }: CallFilters): boolean {
  return sort !== '' || order !== '';
}

/** The same filters with a relative range made fixed, for a link that shows the same tomorrow. `now` in ms since 1970. */
export function freeze(filters: CallFilters, now: number): CallFilters {
  const { from, to } = toTimes(filters, now);
  return { ...filters, range: defaultFilters.range, from, to: to || new Date(now).toISOString() };
}

/** The query of `GET /api/operations` and `GET /api/summary` for these filters. A relative range has no end. */
export function toApiQuery(filters: CallFilters, now: number): string {
  const query = new URLSearchParams();
  const asked = { ...filters, ...toTimes(filters, now) };
  for (const name of order) {
    if (name === 'range' || !asked[name]) continue;
    query.set(name, `${asked[name]}`);
  }
  return query.toString();
}

function toTimes({ from, to, range }: CallFilters, now: number): { from: string; to: string } {
  if (from !== '' || to !== '') return { from, to };
  return { from: new Date(now - ranges[range] * 60_000).toISOString(), to: '' };
}

function isRange(value: string): value is Range {
  return Object.hasOwn(ranges, value);
}

function toIso(value: string | null): string {
  const ms = Date.parse(value ?? '');
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}
