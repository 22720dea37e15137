import type { Row } from '../../row.ts';
import type { Note } from '../accept.ts';
import type { Item } from '../parseItem.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../route.ts';
import { describeTooLong, fitToLimits } from '../row/fitToLimits.ts';
import { toRow } from '../row/toRow.ts';
import { encodingOf, fallbackEncoding } from './encoding/encoding.ts';
import { perResource, type ReadOne } from './perResource.ts';
import { readLogRecord } from './readLogRecord.ts';
import { readMetric } from './readMetric.ts';
import { readSpan } from './span/readSpan.ts';

/** What tells the signals apart. */
interface Signal {
  /** As in `TracesRequest` and `TracesResponse` of the schema. */
  readonly message: string;
  readonly names: Parameters<typeof perResource>[1];
  /** The field of the answer that counts what was not taken. */
  readonly rejected: string;
  readonly readOne: ReadOne;
}

/**
 * `POST /v1/traces`, `/v1/logs` and `/v1/metrics` of OTLP/HTTP, JSON or protobuf:
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export const otlp = {
  traces: toRoute({
    message: 'Traces',
    names: { resources: 'resourceSpans', scopes: 'scopeSpans', sent: 'spans' },
    rejected: 'rejectedSpans',
    readOne: readSpan,
  }),
  logs: toRoute({
    message: 'Logs',
    names: { resources: 'resourceLogs', scopes: 'scopeLogs', sent: 'logRecords' },
    rejected: 'rejectedLogRecords',
    readOne: readLogRecord,
  }),
  metrics: toRoute({
    message: 'Metrics',
    names: { resources: 'resourceMetrics', scopes: 'scopeMetrics', sent: 'metrics' },
    rejected: 'rejectedDataPoints',
    readOne: readMetric,
  }),
} as const;

function toRoute({ message, names, rejected: counter, readOne }: Signal): Route {
  return {
    async take(headers, readBody, accept) {
      const encoding = encodingOf(headers);
      if (encoding === undefined) {
        throw new Refusal(
          415,
          'The content-type must be application/json or application/x-protobuf.',
        );
      }
      const request = encoding.decode(`${message}Request`, await readBody());
      const { items, rejected: unread } = perResource(request, names, readOne);
      const { rows, unfit, cut } = toRows(items);
      const rejected = [...unread, ...unfit];
      accept(rows, { refused: rejected.map(toNote), cut });
      const [errorMessage] = rejected;
      const answer =
        errorMessage === undefined
          ? {}
          : { partialSuccess: { [counter]: `${rejected.length}`, errorMessage } };
      const body = encoding.encode(`${message}Response`, answer);
      return { status: 200, type: encoding.type, body };
    },
    refuse({ status, message: reason }, headers) {
      const encoding = encodingOf(headers) ?? fallbackEncoding;
      const body = encoding.encode('RpcStatus', { message: reason });
      return { status, type: encoding.type, body };
    },
  };
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
