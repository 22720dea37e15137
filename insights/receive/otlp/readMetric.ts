import type { Item } from '../parseItem.ts';
import { type Fields, fields, list, number, text } from '../untrusted.ts';
import { toTexts } from './dimensions.ts';
import { toAttributes } from './keyValues.ts';
import type { Exported } from './perResource.ts';
import { toNanos, toTimestamp } from './unixNano.ts';

/** The flag of a point that only says that there is no value (DataPointFlags of OTLP). */
const noValue = 1;

/** The items of a metric, one for each point: sums and gauges by value, histograms and summaries by sum, count, min and max. */
export function readMetric(sent: unknown, resource: Fields): Exported {
  const metric = fields(sent);
  const name = text(metric.name) ?? '';
  const read = [
    ...points(metric.gauge).map((point) => pointItem(name, point, singleValue(point), resource)),
    ...points(metric.sum).map((point) => pointItem(name, point, singleValue(point), resource)),
    ...points(metric.histogram).map((point) => pointItem(name, point, spread(point), resource)),
    ...points(metric.exponentialHistogram).map((point) =>
      pointItem(name, point, spread(point), resource),
    ),
    ...points(metric.summary).map((point) => pointItem(name, point, quantiles(point), resource)),
  ];
  return {
    items: read.filter((item) => typeof item === 'object'),
    rejected: read.filter((item) => typeof item === 'string'),
  };
}

/** Points that have a value; the others are not rejected, since they were never meant to have one. */
function points(data: unknown): readonly Fields[] {
  return list(fields(data).dataPoints)
    .map(fields)
    .filter(({ flags }) => ((number(flags) ?? 0) & noValue) === 0);
}

function pointItem(name: string, point: Fields, values: Fields, resource: Fields): Item | string {
  const time = toNanos(point.timeUnixNano);
  if (name === '' || time === undefined || values.value === undefined) {
    return 'A data point needs the name of its metric, timeUnixNano and a finite value.';
  }
  return {
    table: 'customMetrics',
    baseType: 'MetricData',
    timestamp: toTimestamp(time),
    itemCount: 1,
    tags: resource,
    base: {
      metrics: [{ name, ...values }],
      properties: toTexts(toAttributes(point.attributes)),
    },
  };
}

function singleValue({ asDouble, asInt }: Fields): Fields {
  return { value: number(asDouble) ?? number(asInt), count: 1 };
}

function spread({ sum, count, min, max }: Fields): Fields {
  return { value: number(sum) ?? 0, count: number(count) ?? 0, min: number(min), max: number(max) };
}

function quantiles({ sum, count, quantileValues }: Fields): Fields {
  const at = (quantile: number) =>
    list(quantileValues)
      .map(fields)
      .find((value) => (number(value.quantile) ?? 0) === quantile)?.value;
  return spread({ sum, count, min: at(0), max: at(1) });
}
