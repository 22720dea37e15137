import type { Table } from '../row.ts';
import { toTimestamp } from '../time.ts';
import { type Fields, fields, list, number, text } from './untrusted.ts';

/** A telemetry item of the ingestion protocol: what it is and when is known, the rest is as it was sent. */
export interface Item {
  readonly table: Table;
  readonly baseType: string;
  /** ISO 8601, UTC, with microseconds. */
  readonly timestamp: string;
  readonly iKey?: string;
  /** Rows that this one stands for. */
  readonly itemCount: number;
  readonly tags: Fields;
  readonly base: Fields;
}

const tableOf: Readonly<Record<string, Table>> = {
  RequestData: 'requests',
  RemoteDependencyData: 'dependencies',
  ExceptionData: 'exceptions',
  MessageData: 'traces',
  EventData: 'customEvents',
  MetricData: 'customMetrics',
  PageViewData: 'pageViews',
  PageViewPerfData: 'browserTimings',
  AvailabilityData: 'availabilityResults',
};

/** Types by their names in lower case: SDKs of browsers write `PageviewData` and `PageviewPerformanceData`. */
const types: ReadonlyMap<string, string> = new Map([
  ...Object.keys(tableOf).map((type) => [type.toLowerCase(), type] as const),
  ['pageviewperformancedata', 'PageViewPerfData'],
]);

/** What a kind cannot do without; the service asks for more (ids, durations), which SDKs leave out and rows can lack. */
const required: ReadonlyMap<string, (base: Fields) => boolean> = new Map([
  ['RemoteDependencyData', ({ name }) => !isEmpty(name)],
  ['ExceptionData', ({ exceptions }) => list(exceptions).length > 0],
  ['MessageData', ({ message }) => !isEmpty(message)],
  ['EventData', ({ name }) => !isEmpty(name)],
  ['MetricData', ({ metrics }) => isPoint(fields(list(metrics)[0]))],
]);

/**
 * Reads one item (ENDPOINT-PROTOCOL.md and Schemas/Bond of
 * https://github.com/microsoft/ApplicationInsights-Home/tree/master/EndpointSpecs); gives the reason, in the service's
 * manner, when it is none.
 */
export function parseItem(envelope: unknown): Item | string {
  const item = fields(envelope);
  const data = fields(item.data);
  const base = fields(data.baseData);
  const baseType = types.get((text(data.baseType) ?? '').toLowerCase()) ?? '';
  const table = tableOf[baseType];
  const timestamp = toTimestamp(text(item.time) ?? '');
  if (table === undefined || timestamp === undefined || Object.keys(base).length === 0) {
    return 'Not an item of the ingestion protocol: it needs time, data.baseType and data.baseData.';
  }
  if (required.get(baseType)?.(base) === false) {
    return `109: A field that is required on type '${baseType}' is missing or empty.`;
  }
  const sampleRate = number(item.sampleRate) ?? 100;
  const iKey = text(item.iKey);
  return {
    table,
    baseType,
    timestamp,
    ...(iKey === undefined ? {} : { iKey }),
    itemCount: sampleRate > 0 && sampleRate <= 100 ? Math.round(100 / sampleRate) : 1,
    tags: fields(item.tags),
    base,
  };
}

function isPoint(point: Fields): boolean {
  return !isEmpty(point.name) && number(point.value) !== undefined;
}

function isEmpty(value: unknown): boolean {
  return (text(value) ?? '') === '';
}
