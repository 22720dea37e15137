import type { ListedRow } from '../../api.ts';
import { toPlainLine } from '../../plainLine.ts';
import type { Row } from '../../row.ts';

const mostCharacters = 500;

/** A row as a list shows it. */
export function toListedRow(seq: number, row: Row): ListedRow {
  const { itemType, type, name, severityLevel } = row;
  const titled = itemType === 'exceptions' ? type : name;
  return {
    seq,
    timestamp: row.timestamp,
    kind: itemType as ListedRow['kind'], // the query asks for no other
    severity: typeof severityLevel === 'number' ? severityLevel : null,
    app: row.cloud_RoleName || null,
    operation_Id: row.operation_Id || null,
    session_Id: row.session_Id || null,
    name: titled ? toPlainLine(titled, mostCharacters) : null,
    text: toPlainLine(textOf(row), mostCharacters),
  };
}

/** What a row says beside its name. */
function textOf(row: Row): string {
  const { message, outerMessage, duration } = row;
  if (message || outerMessage) return message || outerMessage || '';
  if (row.itemType === 'customMetrics') return toMetric(row);
  const facts = [row.resultCode, duration === undefined ? '' : `${duration} ms`, row.url];
  const measured = Object.entries({ ...row.customDimensions, ...row.customMeasurements });
  return [...facts, ...measured.map(([name, value]) => `${name}: ${value}`)]
    .filter((each) => each !== undefined && each !== '')
    .join(' · ');
}

/** A value, or of several their sum and how they spread. */
function toMetric({
  value,
  valueSum,
  valueCount,
  valueMin,
  valueMax,
  customDimensions,
}: Row): string {
  const sum = value ?? valueSum;
  const several = Number(valueCount ?? 1) > 1;
  const spread = several ? ` of ${valueCount}, ${short(valueMin)} to ${short(valueMax)}` : '';
  const dimensions = Object.entries(customDimensions).map(([name, each]) => `${name}: ${each}`);
  return [`${short(sum)}${spread}`, ...dimensions].join(' · ');
}

/** A sum of measured times has 16 digits; behind the point, what is more than six in all tells a reader nothing. */
function short(value: unknown): string {
  if (typeof value !== 'number') return `${value ?? ''}`;
  return `${Math.abs(value) >= 1e6 ? Math.round(value) : Number(value.toPrecision(6))}`;
}
