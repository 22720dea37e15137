import { severities } from '../../severities.ts';

/** What SDKs write instead. */
const others: ReadonlyMap<string, number> = new Map([
  ['trace', 0],
  ['debug', 0],
  ['info', 1],
  ['warn', 2],
  ['fatal', 4],
]);

/** The column's number, 0 to 4, of a severity by name in any case, or by number; undefined for anything else. */
export function severityLevel(value: unknown): number | undefined {
  const level = typeof value === 'string' ? fromText(value.trim().toLowerCase()) : value;
  return typeof level === 'number' && level in severities ? level : undefined;
}

function fromText(word: string): number {
  return /^\d$/.test(word) ? Number(word) : (others.get(word) ?? severities.indexOf(word));
}
