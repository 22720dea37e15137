import { genAi } from '../../genAi/attributes.ts';
import type { Row } from '../../row.ts';

/** Something that a row says, in our words. */
export interface RowFact {
  readonly label: string;
  /** The columns, attributes or measurements that say it. */
  readonly name: string;
  /** As it was sent, to be copied. */
  readonly value: string;
  /** As it is read: with units, lists without brackets. */
  readonly shown: string;
  /** A path of the pages. */
  readonly href?: string;
  /** `code` is read letter by letter, `stack` has frames, `error` is a failure. */
  readonly look?: 'code' | 'stack' | 'error';
}

/** A fact by its label, the names that may tell it (the first that does counts), and how its value is read. */
export type FactSpec = readonly [
  label: string,
  names: readonly string[],
  show?: ((value: string, row: Row) => string | undefined) | undefined,
  look?: RowFact['look'],
];

/** What a row says of this, in this order; what it does not say is left out. */
export function factsOf(row: Row, specs: readonly FactSpec[]): readonly RowFact[] {
  return specs.flatMap(([label, names, show = asSent, look]) => {
    for (const name of names) {
      const value = textOf(row, name);
      const shown = value === undefined ? undefined : show(value, row);
      if (value !== undefined && shown) {
        return [{ label, name, value, shown, ...(look && { look }) }];
      }
    }
    return [];
  });
}

/** Names of attributes have a dot, those of columns and measurements have none. */
function textOf(row: Row, name: string): string | undefined {
  const value = name.includes('.')
    ? genAi(row, name)
    : (row.customMeasurements[name] ?? row[name] ?? undefined);
  if (typeof value === 'object') return JSON.stringify(value);
  return value === undefined || value === '' ? undefined : `${value}`;
}

function asSent(value: string): string {
  return value;
}
