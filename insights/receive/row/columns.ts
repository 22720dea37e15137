import type { Table } from '../../row.ts';
import { type Fields, fields, list, number, text } from '../untrusted.ts';
import { durationMs } from './durationMs.ts';
import { exceptionColumns } from './exceptionColumns.ts';
import { severityLevel } from './severityLevel.ts';

/** The columns of each table that come from an item's base data. */
export const columnsOf: Readonly<Record<Table, (base: Fields) => Fields>> = {
  requests: (base) => ({
    ...span(base),
    resultCode: text(base.responseCode),
    source: text(base.source),
    url: text(base.url),
  }),
  dependencies: (base) => ({
    ...span(base),
    resultCode: text(base.resultCode),
    type: text(base.type),
    target: text(base.target),
    data: text(base.data),
  }),
  exceptions: exceptionColumns,
  traces: (base) => ({
    message: text(base.message),
    severityLevel: severityLevel(base.severityLevel),
  }),
  customEvents: ({ name }) => ({ name: text(name) }),
  customMetrics: metric,
  pageViews: ({ id, name, url, duration }) => ({
    id: text(id),
    name: text(name),
    url: text(url),
    duration: durationMs(text(duration)),
  }),
  browserTimings: (base) => ({
    id: text(base.id),
    name: text(base.name),
    url: text(base.url),
    totalDuration: durationMs(text(base.perfTotal)),
    networkDuration: durationMs(text(base.networkConnect)),
    sendDuration: durationMs(text(base.sentRequest)),
    receiveDuration: durationMs(text(base.receivedResponse)),
    processingDuration: durationMs(text(base.domProcessing)),
  }),
  availabilityResults: (base) => ({
    ...span(base),
    location: text(base.runLocation),
    message: text(base.message),
    size: number(base.size),
  }),
};

function span({ id, name, duration, success }: Fields): Fields {
  return {
    id: text(id),
    name: text(name),
    duration: durationMs(text(duration)),
    success:
      success === undefined ? undefined : /^false$/i.test(`${text(success)}`) ? 'False' : 'True',
  };
}

/** Of the points of an item the service keeps the first (Schemas/Bond/MetricData.bond). */
function metric({ metrics }: Fields): Fields {
  const point = fields(list(metrics)[0]);
  const value = number(point.value);
  return {
    name: text(point.name),
    value,
    valueSum: value,
    valueCount: number(point.count) ?? 1,
    valueMin: number(point.min) ?? value,
    valueMax: number(point.max) ?? value,
    valueStdDev: number(point.stdDev),
  };
}
