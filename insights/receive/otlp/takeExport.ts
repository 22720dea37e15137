import type { Row } from '../../row.ts';
import type { Accept, Note } from '../accept.ts';
import type { Item } from '../parseItem.ts';
import { describeTooLong, fitToLimits } from '../row/fitToLimits.ts';
import { toRow } from '../row/toRow.ts';
import type { Encoding } from './encoding/encoding.ts';
import { perResource, type ReadOne } from './perResource.ts';
import { readLogRecord } from './readLogRecord.ts';
import { readMetric } from './readMetric.ts';
import { readSpan } from './span/readSpan.ts';

/** What tells the signals of OTLP apart. */
export interface Signal {
  /** As in `TracesRequest` and `TracesResponse` of the schema. */
  readonly message: string;
  readonly names: Parameters<typeof perResource>[1];
  /** The field of the answer that counts what was not taken. */
  readonly rejected: string;
  readonly readOne: ReadOne;
}

/** The signals of OTLP. */
export const signals = {
  traces: {
    message: 'Traces',
    names: { resources: 'resourceSpans', scopes: 'scopeSpans', sent: 'spans' },
    rejected: 'rejectedSpans',
    readOne: readSpan,
  },
  logs: {
    message: 'Logs',
    names: { resources: 'resourceLogs', scopes: 'scopeLogs', sent: 'logRecords' },
    rejected: 'rejectedLogRecords',
    readOne: readLogRecord,
  },
  metrics: {
    message: 'Metrics',
    names: { resources: 'resourceMetrics', scopes: 'scopeMetrics', sent: 'metrics' },
    rejected: 'rejectedDataPoints',
    readOne: readMetric,
  },
} as const satisfies Readonly<Record<string, Signal>>;

/** Reads an export request, hands what it brought to `accept`, and gives the answer's body. Throws a Refusal. */
export function takeExport(
  { message, names, rejected: counter, readOne }: Signal,
  encoding: Encoding,
  body: Buffer,
  accept: Accept,
): Uint8Array | string {
  const request = encoding.decode(`${message}Request`, body);
  const { items, rejected: unread } = perResource(request, names, readOne);
  const { rows, unfit, cut } = toRows(items);
  const rejected = [...unread, ...unfit];
  accept(rows, { refused: rejected.map(toNote), cut });
  const [errorMessage] = rejected;
  const answer =
    errorMessage === undefined
      ? {}
      : { partialSuccess: { [counter]: `${rejected.length}`, errorMessage } };
  return encoding.encode(`${message}Response`, answer);
}

/** Too long texts are cut here, as the Azure Monitor exporter does before it sends; the service itself refuses them. */
function toRows(items: readonly Item[]): {
  rows: readonly Row[];
  /** Why items are no rows. */
  unfit: readonly string[];
  cut: readonly Note[];
} {
  const fitted = items.map(fitToLimits);
  const tooLong = fitted.flatMap(({ fieldsTooLong, namesTooLong }) => [
    ...fieldsTooLong,
    ...namesTooLong,
  ]);
  const read = fitted.map(({ item }) => toRow(item));
  return {
    rows: read.filter((row) => typeof row === 'object'),
    unfit: read.filter((row) => typeof row === 'string'),
    cut: tooLong.map((found) => toNote(describeTooLong(found))),
  };
}

function toNote(reason: string): Note {
  return { reason };
}
