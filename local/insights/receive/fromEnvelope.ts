import type { Row, Table } from './row.ts';

type Fields = Readonly<Record<string, unknown>>;

const tableOf: Readonly<Record<string, Table>> = {
  RequestData: 'requests',
  RemoteDependencyData: 'dependencies',
  ExceptionData: 'exceptions',
  MessageData: 'traces',
  EventData: 'customEvents',
  MetricData: 'customMetrics',
  PageViewData: 'pageViews',
  AvailabilityData: 'availabilityResults',
};

const severities = ['Verbose', 'Information', 'Warning', 'Error', 'Critical'];

/** The row of one telemetry item of the ingestion protocol (v2.1); undefined when it is not one. */
export function fromEnvelope(envelope: unknown): Row | undefined {
  const item = fields(envelope);
  const data = fields(item.data);
  const base = fields(data.baseData);
  const itemType = tableOf[text(data.baseType) ?? ''];
  const time = Date.parse(text(item.time) ?? '');
  if (itemType === undefined || Number.isNaN(time) || Object.keys(base).length === 0)
    return undefined;
  const tags = fields(item.tags);
  const sampleRate = Number(item.sampleRate ?? 100);
  return defined({
    itemType,
    timestamp: new Date(time).toISOString(),
    operation_Id: text(tags['ai.operation.id']) ?? '',
    operation_ParentId: text(tags['ai.operation.parentId']) ?? '',
    operation_Name: text(tags['ai.operation.name']),
    session_Id: text(tags['ai.session.id']),
    user_Id: text(tags['ai.user.id']),
    cloud_RoleName: text(tags['ai.cloud.role']),
    cloud_RoleInstance: text(tags['ai.cloud.roleInstance']),
    application_Version: text(tags['ai.application.ver']),
    sdkVersion: text(tags['ai.internal.sdkVersion']),
    iKey: text(item.iKey),
    itemCount: sampleRate > 0 ? Math.round(100 / sampleRate) : 1,
    ...columns(itemType, base),
    customDimensions: pairs(base.properties, text),
    customMeasurements: pairs(base.measurements, (value) =>
      Number.isFinite(value) ? Number(value) : undefined,
    ),
  }) as Row; // every column that Row asks for is above
}

function columns(table: Table, base: Fields): Fields {
  const span = {
    id: text(base.id),
    name: text(base.name),
    duration: toMs(text(base.duration)),
    success: base.success === undefined ? undefined : base.success === false ? 'False' : 'True',
    resultCode: text(base.responseCode ?? base.resultCode),
  };
  if (table === 'requests') return { ...span, source: text(base.source), url: text(base.url) };
  if (table === 'dependencies') {
    return { ...span, type: text(base.type), target: text(base.target), data: text(base.data) };
  }
  if (table === 'exceptions') return exception(base);
  if (table === 'traces') return { message: text(base.message), severityLevel: severity(base) };
  if (table === 'customMetrics') return metric(base);
  if (table === 'pageViews') return { ...span, url: text(base.url) };
  if (table === 'availabilityResults') {
    return { ...span, location: text(base.runLocation), message: text(base.message) };
  }
  return { name: text(base.name) };
}

function exception(base: Fields): Fields {
  const details = list(base.exceptions).map(fields);
  const outer = details[0] ?? {};
  const inner = details.at(-1) ?? {};
  return {
    type: text(outer.typeName),
    outerType: text(outer.typeName),
    outerMessage: text(outer.message),
    innermostType: text(inner.typeName),
    innermostMessage: text(inner.message),
    problemId: text(base.problemId),
    severityLevel: severity(base),
    details: JSON.stringify(details),
  };
}

function metric(base: Fields): Fields {
  const point = fields(list(base.metrics)[0]);
  return {
    name: text(point.name),
    value: point.value,
    valueSum: point.value,
    valueCount: point.count ?? 1,
    valueMin: point.min ?? point.value,
    valueMax: point.max ?? point.value,
  };
}

function severity({ severityLevel }: Fields): number | undefined {
  const named = severities.indexOf(`${severityLevel}`);
  if (named >= 0) return named;
  return typeof severityLevel === 'number' ? severityLevel : undefined;
}

/** `[d.]hh:mm:ss.fffffff`, or ms as some SDKs send; in ms. */
function toMs(duration: string | undefined): number | undefined {
  const found = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(duration ?? '');
  if (found === null)
    return duration !== undefined && duration !== '' ? Number(duration) : undefined;
  const [, days = '0', hours, minutes, seconds] = found;
  const whole = Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60;
  return Number(((whole + Number(seconds)) * 1_000).toFixed(4));
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : undefined;
}

function pairs<T>(value: unknown, read: (value: unknown) => T | undefined): Record<string, T> {
  const found = Object.entries(fields(value)).flatMap(([key, part]) => {
    const known = read(part);
    return known === undefined ? [] : [[key, known] as const];
  });
  return Object.fromEntries(found);
}

function defined(row: Fields): Fields {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}
