/** Primary result codes of SQLite that a value caused, not the database: https://www.sqlite.org/rescode.html */
const causedByValues: ReadonlySet<number> = new Set([18, 19, 20, 25]);

const words: ReadonlyMap<number, string> = new Map([
  [3, 'its file may not be written'],
  [5, 'another process has locked it'],
  [6, 'another process has locked it'],
  [8, 'its file may not be written'],
  [10, 'its file cannot be read or written'],
  [11, 'its file is damaged'],
  [13, 'the disk is full'],
  [14, 'its file cannot be opened'],
  [26, 'its file is no database'],
]);

/** What is wrong with the database, in our words; undefined when an error has another cause. */
export function databaseTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ERR_SQLITE_ERROR') return;
  const code = Number(Reflect.get(error, 'errcode')) & 0xff; // the rest is the extended code
  return causedByValues.has(code) ? undefined : (words.get(code) ?? 'it does not work');
}
