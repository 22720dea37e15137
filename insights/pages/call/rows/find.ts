import type { Row } from '../../../row.ts';

/** Whether a text occurs in any field of a row: names, columns, dimensions, measurements. Case does not count. */
export function holds(row: Row, text: string): boolean {
  const wanted = text.toLowerCase();
  return fieldsOf(row).some((field) => field.toLowerCase().includes(wanted));
}

function fieldsOf({ customDimensions, customMeasurements, ...columns }: Row): string[] {
  return [columns, customDimensions, customMeasurements].flatMap((part) =>
    Object.entries(part).flatMap(([name, value]) => [name, toText(value)]),
  );
}

function toText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
}
