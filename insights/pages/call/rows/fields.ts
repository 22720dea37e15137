import { formatCount, formatMoney, formatSpan } from '../../../format.ts';
import type { Row } from '../../../row.ts';

/** A field of a row, as it is shown and as it is copied. */
export interface Field {
  readonly name: string;
  readonly value: string;
  /** The value with its unit, when the value alone does not say it. */
  readonly shown?: string;
}

/** A part of a row's fields. */
export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly Field[];
}

/** Fields that the receiver added, or that another group shows. */
const notColumns = new Set([
  'customDimensions',
  'customMeasurements',
  'cut',
  'seq',
  'received',
  'genAi',
]);

/** All fields of a row: its columns as they came, then dimensions and measurements from A to Z; empty columns are left out. */
export function toFieldGroups(row: Row): readonly FieldGroup[] {
  const columns = Object.entries(row)
    .filter(([name, value]) => !notColumns.has(name) && value !== '' && value !== undefined)
    .map(([name, value]): Field => ({ name, value: toText(value), ...unitOf(name, value) }));
  const dimensions = Object.entries(row.customDimensions).map(
    ([name, value]): Field => ({ name, value }),
  );
  const measurements = Object.entries(row.customMeasurements).map(
    ([name, value]): Field => ({ name, value: `${value}`, shown: formatMeasurement(name, value) }),
  );
  const read = Object.entries(row.genAi ?? {}).map(([name, value]): Field => ({ name, value }));
  return [
    { title: 'columns', fields: columns },
    { title: 'customDimensions', fields: dimensions.sort(byName) },
    { title: 'customMeasurements', fields: measurements.sort(byName) },
    { title: 'read from other names', fields: read.sort(byName) },
  ].filter(({ fields }) => fields.length > 0);
}

/** Whether a field says a text in its name, its label or its value. Case does not count. */
export function says(field: Field & { readonly label?: string }, text: string): boolean {
  const { name, value, shown = '', label = '' } = field;
  return [name, value, shown, label].some((each) =>
    each.toLowerCase().includes(text.toLowerCase()),
  );
}

/** A measurement with the unit that its name tells: `…Ms`, `…Usd`, `…Tokens`, `tokensPerSecond`. */
export function formatMeasurement(name: string, value: number): string {
  if (name === 'timeToFirstTokenMs')
    return `${formatSpan(value)} from the start of this call to the model`;
  if (/Ms$/.test(name)) return formatSpan(value);
  if (/Usd$/.test(name)) return formatMoney(value);
  if (/tokensPerSecond$/i.test(name)) return `${Number(value.toPrecision(3))} tokens/s`;
  if (/tokens$/i.test(name)) return `${formatCount(value)} tokens`;
  return formatCount(value);
}

function unitOf(name: string, value: unknown): { shown?: string } {
  return name === 'duration' && typeof value === 'number' ? { shown: formatSpan(value) } : {};
}

function toText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : `${value}`;
}

function byName(a: Field, b: Field): number {
  return a.name.localeCompare(b.name, 'en');
}

/** Whether a text occurs in any field of a row: names, columns, dimensions, measurements. Case does not count. */
export function holds(row: Row, text: string): boolean {
  const wanted = text.toLowerCase();
  return fieldsOf(row).some((field) => field.toLowerCase().includes(wanted));
}

function fieldsOf({ customDimensions, customMeasurements, genAi, ...columns }: Row): string[] {
  return [columns, customDimensions, customMeasurements].flatMap((part) =>
    Object.entries(part).flatMap(([name, value]) => [name, textOf(value)]),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
}
