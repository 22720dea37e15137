import type { Entries, Entry } from '../keys/entries.ts';
import { toTable } from '../toTable.ts';

const heads = [
  'caller',
  'state',
  'keys',
  'requests/min',
  'tokens/min',
  'tokens/day',
  'US$/day',
  'models',
];

/** The callers as a table, without anything of their keys. */
export function listCallers(entries: Entries): string {
  return toTable([heads, ...Array.from(entries, toLine)], [2, 3, 4, 5, 6]);
}

function toLine([name, entry]: readonly [string, Entry]): readonly string[] {
  const number = (limit: number | undefined) => limit?.toLocaleString('en-US') ?? '–';
  return [
    name,
    entry.disabled ? 'disabled' : 'enabled',
    `${entry.keys.length}`,
    number(entry.requestsPerMinute),
    number(entry.tokensPerMinute),
    number(entry.tokensPerDay),
    number(entry.usdPerDay),
    entry.models?.join(', ') ?? 'all',
  ];
}
