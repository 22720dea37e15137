import { expect } from 'vitest';
import type { Health } from '../../api.ts';
import { type Row, tables } from '../../row.ts';
import { expected } from './expected/expectedOf.ts';
import type { SenderName } from './senders.ts';
import { toldBy } from './told.ts';

/** Checks that exactly what an SDK sends has come to a receiver, that it is read right, and that no finding tells of trouble. */
export async function verify(sender: SenderName, url: string): Promise<void> {
  const { rows, told } = expected[sender];
  const found = await rowsOf(url);
  const counts = (of: Readonly<Record<string, readonly unknown[]>>) =>
    Object.fromEntries(Object.entries(of).map(([table, { length }]) => [table, length]));
  expect(counts(found)).toEqual(counts(rows));
  expect(found).toMatchObject(rows);
  expect(await toldBy(url)).toEqual(told);
  const { checks } = (await (await fetch(`${url}/api/health`)).json()) as Health;
  // What was recorded is older than Azure takes.
  const trouble = checks.filter(
    ({ name, state }) =>
      (state === 'warn' || state === 'fail') && name !== 'Items that Azure would refuse',
  );
  expect(trouble.map(({ name, examples }) => ({ name, examples }))).toEqual([]);
}

/** The rows of each table that has some, by name. */
export async function rowsOf(url: string): Promise<Record<string, readonly Row[]>> {
  const found: Record<string, readonly Row[]> = {};
  for (const table of tables) {
    const { items } = (await (await fetch(`${url}/api/tables/${table}`)).json()) as {
      items: readonly Row[];
    };
    if (items.length > 0) found[table] = items.toSorted(byName);
  }
  return found;
}

function byName(a: Row, b: Row): number {
  const nameOf = ({ name, message, timestamp }: Row) => `${name ?? message} ${timestamp}`;
  return nameOf(a) < nameOf(b) ? -1 : 1;
}
