import { type Row, tables } from './row.ts';
import { earliest, latest, toTimestamp } from './time.ts';

/** Columns that hold a number; every other one holds text. */
const numberColumns: ReadonlySet<string> = new Set([
  'duration',
  'totalDuration',
  'networkDuration',
  'sendDuration',
  'receiveDuration',
  'processingDuration',
  'itemCount',
  'severityLevel',
  'size',
  'value',
  'valueSum',
  'valueCount',
  'valueMin',
  'valueMax',
  'valueStdDev',
]);
/** Measurements that are added up in columns of whole numbers. */
const countedMeasurements = ['inputTokens', 'outputTokens', 'cachedInputTokens'] as const;
/** Longest TimeSpan of .NET, which a duration is sent as: https://learn.microsoft.com/dotnet/api/system.timespan.maxvalue */
const longestMs = 922_337_203_685_477;

/**
 * Reads a row that somebody sent; gives the reason when a column of the store, a page or a query could not hold it. What a
 * reading adds to a row is left out; an empty session is none.
 */
export function parseRow(value: unknown): Row | string {
  if (!isRecord(value)) return 'A row is an object.';
  const { seq: _seq, received: _received, cut: _cut, genAi: _genAi, ...sent } = value;
  const { itemType, operation_Id, operation_ParentId, success, duration } = sent;
  const { customDimensions, customMeasurements, ...columns } = sent;
  const table = tables.find((each) => each === itemType);
  if (table === undefined) return 'itemType must be a table.';
  const time = typeof sent.timestamp === 'string' ? Date.parse(sent.timestamp) : Number.NaN;
  if (!(time >= earliest && time <= latest)) {
    return 'The time must be one of the years 1 to 9999.';
  }
  if (typeof operation_Id !== 'string' || typeof operation_ParentId !== 'string') {
    return 'operation_Id and operation_ParentId must be text.';
  }
  if (success !== undefined && success !== 'True' && success !== 'False') {
    return 'success must be True or False.';
  }
  for (const [column, part] of Object.entries(columns)) {
    if (numberColumns.has(column)) {
      if (!isFiniteNumber(part)) return `${column} must be a finite number.`;
    } else if (typeof part !== 'string') return 'A column that must be text is none.';
  }
  if (isFiniteNumber(duration) && Math.abs(duration) > longestMs) {
    return `duration must be at most ${longestMs} ms.`;
  }
  if (!isRecordOf(customDimensions, isText)) return 'Every dimension must be text.';
  if (!isRecordOf(customMeasurements, isFiniteNumber)) {
    return 'Every measurement must be a finite number.';
  }
  const uncounted = countedMeasurements.find((name) => !isCountable(customMeasurements[name]));
  if (uncounted !== undefined) {
    return `Measurement ${uncounted} must be at most ${Number.MAX_SAFE_INTEGER}.`;
  }
  const { session_Id, ...rest } = columns;
  return {
    ...rest,
    itemType: table,
    timestamp: toTimestamp(`${sent.timestamp}`) ?? '',
    operation_Id: operation_Id.toWellFormed(),
    operation_ParentId: operation_ParentId.toWellFormed(),
    ...(isText(session_Id) && session_Id !== '' && { session_Id: session_Id.toWellFormed() }),
    customDimensions,
    customMeasurements,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordOf<T>(
  value: unknown,
  isPart: (part: unknown) => part is T,
): value is Record<string, T> {
  return isRecord(value) && Object.values(value).every(isPart);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isCountable(value: number | undefined): boolean {
  return value === undefined || Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}
