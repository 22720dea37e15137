import type { DatabaseSync } from 'node:sqlite';

/** What is said of the calls is looked up in the newest. */
const looksAt = 10_000;

/**
 * Says in one clause what is true while every check passes; null while nothing has come, of which nothing is known. Other apps than
 * Callspan have neither our rows nor sessions, so that of theirs only a cost is told.
 */
export function createGoodState(database: DatabaseSync): () => string | null {
  const row = database.prepare('SELECT 1 FROM items LIMIT 1');
  const calls = database.prepare(
    `SELECT max(ours) AS some, min(ours) AS every, count(costUsd) AS costs
     FROM (SELECT ours, costUsd FROM invocations WHERE isCall = 1 ORDER BY timestamp DESC LIMIT ${looksAt})`,
  );
  const unpriced = database.prepare('SELECT 1 FROM invocations WHERE priced = 0 LIMIT 1');
  return () => {
    if (row.get() === undefined) return null;
    const { some, every, costs } = calls.get() ?? {};
    const has = [
      ...(some === 1 ? ['rows', 'session'] : []),
      ...(Number(costs) > 0 && unpriced.get() === undefined ? ['cost'] : []),
    ];
    const whose = some === 1 && every === 0 ? 'every call of a Callspan app' : 'every call';
    const said = has.length === 0 ? [] : [`${whose} has its ${toList(has)}`];
    return [...said, 'nothing was refused, dropped or cut'].join('; ');
  };
}

/** `a`, `a and b`, `a, b and c`. */
function toList(words: readonly string[]): string {
  return words.join(', ').replace(/, (?=[^,]*$)/, ' and ');
}
