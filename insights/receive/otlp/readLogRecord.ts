import type { Item } from '../parseItem.ts';
import { severityLevel } from '../row/severityLevel.ts';
import { type Fields, fields, number, text } from '../untrusted.ts';
import { availabilityFields } from './availabilityFields.ts';
import { toDimensions } from './dimensions.ts';
import { exceptionFields } from './exceptionFields.ts';
import { toId } from './identifiers.ts';
import { type Attributes, firstOf, toAttributes, toValue } from './keyValues.ts';
import { toMeasurements } from './measurements.ts';
import type { Exported } from './perResource.ts';
import { toNanos, toTimestamp } from './unixNano.ts';
import { userTags } from './userTags.ts';

/** The item of a log record: a trace, unless its attributes say that it is an exception, an event or an availability result. */
export function readLogRecord(sent: unknown, resource: Fields): Exported {
  const record = fields(sent);
  const time = toNanos(record.timeUnixNano) ?? toNanos(record.observedTimeUnixNano);
  if (time === undefined) {
    return { items: [], rejected: ['A log record needs timeUnixNano or observedTimeUnixNano.'] };
  }
  const attributes = toAttributes(record.attributes);
  const { table, baseType, base } = readKind(record, attributes);
  const item: Item = {
    table,
    baseType,
    timestamp: toTimestamp(time),
    itemCount: 1,
    tags: {
      ...resource,
      ...userTags(attributes),
      'ai.operation.id': toId(record.traceId, 16),
      'ai.operation.parentId': toId(record.spanId, 8),
    },
    base: {
      ...base,
      properties: toDimensions(attributes),
      measurements: toMeasurements(attributes),
    },
  };
  return { items: [item], rejected: [] };
}

function readKind(
  record: Fields,
  attributes: Attributes,
): Pick<Item, 'table' | 'baseType' | 'base'> {
  const severity = readSeverity(record);
  const body = toValue(record.body);
  const message = typeof body === 'object' ? JSON.stringify(body) : text(body);
  if (firstOf(attributes, 'exception.type', 'exception.message') !== undefined) {
    const base = { ...exceptionFields(attributes), severityLevel: severity };
    return { table: 'exceptions', baseType: 'ExceptionData', base };
  }
  const event = firstOf(attributes, 'microsoft.custom_event.name');
  if (event !== undefined) {
    return { table: 'customEvents', baseType: 'EventData', base: { name: event } };
  }
  const availability = availabilityFields(attributes, message);
  if (availability !== undefined) {
    return { table: 'availabilityResults', baseType: 'AvailabilityData', base: availability };
  }
  const shown = message || (text(record.eventName) ?? '') || 'n/a'; // the exporter's word for no body
  return {
    table: 'traces',
    baseType: 'MessageData',
    base: { message: shown, severityLevel: severity },
  };
}

/** By the number, which may be given by its name (`SEVERITY_NUMBER_WARN2`), else by the sender's own word. */
function readSeverity({ severityNumber, severityText }: Fields): number | undefined {
  const [, word, place = '1'] =
    /^SEVERITY_NUMBER_(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)([1-4]?)$/i.exec(
      text(severityNumber) ?? '',
    ) ?? [];
  const named = word && words.indexOf(word.toLowerCase()) * 4 + (Number(place) || 1);
  return toSeverityLevel(named || number(severityNumber)) ?? severityLevel(text(severityText));
}

const words = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Numbers go in fours: trace, debug, info, warn, error, fatal; the first two are both Verbose. */
function toSeverityLevel(severityNumber: number | undefined): number | undefined {
  if (severityNumber === undefined || severityNumber < 1 || severityNumber > 24) return undefined;
  return Math.max(0, Math.floor((severityNumber - 1) / 4) - 1);
}
