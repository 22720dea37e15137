import type { SQLInputValue } from 'node:sqlite';

/** What a list can be sorted by. */
export const sorts = ['time', 'duration', 'tokens', 'cost'] as const;

/** One of them; `asc` turns it round. What is not known comes last either way. */
export interface Order {
  readonly sort: (typeof sorts)[number];
  readonly asc: boolean;
}

const expressions = {
  time: 'timestamp',
  duration: 'durationMs',
  tokens:
    'CASE WHEN inputTokens IS NULL AND outputTokens IS NULL THEN NULL ELSE ifnull(inputTokens, 0) + ifnull(outputTokens, 0) END',
  cost: 'costUsd',
};

/** The SQL of an order: its value and its clause. Calls of one value are told apart by their ID. */
export function toSql({ sort, asc }: Order): { value: string; orderBy: string } {
  const value = `(${expressions[sort]})`;
  const way = asc ? 'ASC' : 'DESC';
  // Without NULLS LAST the index of the times is used, and it has no nulls.
  return {
    value,
    orderBy: `${value} ${way}${sort === 'time' ? '' : ' NULLS LAST'}, id ${way}`,
  };
}

/** The condition of what comes after a cursor: the value and the ID of the last one seen. */
export function after(
  order: Order,
  value: string | number | null,
  id: number | undefined,
): readonly [string, ...SQLInputValue[]] {
  const { value: of } = toSql(order);
  const sign = order.asc ? '>' : '<';
  if (value === null) return [`(${of} IS NULL AND id ${sign} ?)`, id ?? 0];
  if (id === undefined) return [`${of} ${sign} ?`, value];
  const unknown = order.sort === 'time' ? '' : ` OR ${of} IS NULL`;
  return [`(${of} ${sign} ? OR (${of} = ? AND id ${sign} ?)${unknown})`, value, value, id];
}
