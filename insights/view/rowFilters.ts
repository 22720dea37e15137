import type { ListedRow } from '../api.ts';
import { type CallFilters, defaultFilters, parseFilters, toApiQuery } from './urlState.ts';

/** What rows are called on the page, by their table. */
export const kindNames = {
  traces: 'log line',
  exceptions: 'exception',
  customEvents: 'event',
  customMetrics: 'metric',
  pageViews: 'page view',
  browserTimings: 'browser timing',
  availabilityResults: 'availability',
} as const satisfies Readonly<Record<ListedRow['kind'], string>>;

/** What the list of rows is narrowed by; what is empty does not filter. Times are as in the list of calls. */
export interface RowFilters extends Pick<CallFilters, 'q' | 'app' | 'from' | 'to' | 'range'> {
  readonly kind: '' | ListedRow['kind'];
  /** The least severity, by its name. */
  readonly severity: string;
}

const { q, app, from, to, range } = defaultFilters;

/** No filter but the last hour. */
const defaultRowFilters: RowFilters = { q, kind: '', severity: '', app, from, to, range };

const order = ['q', 'kind', 'severity', 'app', 'from', 'to', 'range'] as const;
const leasts = ['information', 'warning', 'error', 'critical'] as const;

/** The severities that can be the least one: all rows that have one are at least verbose. */
export const leastSeverities: readonly string[] = leasts;

/** Filters of a URL's query (`location.search`). What is unknown or makes no sense is ignored. */
export function parseRowFilters(search: string): RowFilters {
  const query = new URLSearchParams(search);
  const { q, app, from, to, range } = parseFilters(search);
  const kind = query.get('kind') ?? '';
  return {
    q,
    app,
    from,
    to,
    range,
    kind: isKind(kind) ? kind : '',
    severity: leasts.find((each) => each === query.get('severity')) ?? '',
  };
}

/** The query of a URL for these filters, without `?`: always in the same order, defaults left out. */
export function formatRowFilters(filters: RowFilters): string {
  const fixed = filters.from !== '' || filters.to !== '';
  const query = new URLSearchParams();
  for (const name of order) {
    if (filters[name] === defaultRowFilters[name] || (name === 'range' && fixed)) continue;
    query.set(name, filters[name]);
  }
  return query.toString();
}

/** The query of `GET /api/rows` for these filters; `now` in ms since 1970. */
export function toRowsQuery({ kind, severity, ...shared }: RowFilters, now: number): string {
  const query = new URLSearchParams(toApiQuery({ ...defaultFilters, ...shared }, now));
  if (kind !== '') query.set('kind', kind);
  if (severity !== '') query.set('severity', severity);
  return query.toString();
}

function isKind(name: string): name is ListedRow['kind'] {
  return Object.hasOwn(kindNames, name);
}
