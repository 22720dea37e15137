import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';
import { readFrom } from '../../kql/sources.ts';

const database = new DatabaseSync(':memory:');
afterAll(() => database.close());
database.exec(`CREATE TABLE items (n INTEGER PRIMARY KEY);
  WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 200003)
  INSERT INTO items SELECT n FROM numbers`);

// Around what is read at once.
it.each([
  [99_999, false],
  [100_000, false],
  [100_001, false],
  [200_003, false],
  [200_003, true],
])('gives each of %i rows once, one by one or at once (stepwise: %s)', (count, stepwise) => {
  const question = { sql: 'SELECT n FROM items WHERE n <= ?', values: [count], stepwise };
  const rows = Array.from(readFrom(database, question), ([n]) => n);
  expect(rows).toEqual(Array.from({ length: count }, (_, at) => at + 1));
});
