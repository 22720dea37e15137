import type { DatabaseSync } from 'node:sqlite';
import type { Facets, Operation, OperationList, Summary } from '../api.ts';
import { after, type Order, toSql } from './order.ts';
import { type ListFilter, toWhere } from './where.ts';

/** Questions to the table of invocations; what was received must have been flushed. */
export interface Lists {
  /** In this order, newest first when none is told; `before` is `next` of an earlier list, or a value of the order. */
  operations(
    filter: ListFilter,
    page: { before?: string | undefined; limit: number; order?: Order },
  ): OperationList;
  summary(filter: ListFilter): Summary;
  facets(all?: boolean): Facets;
}

const facetValues = 20;
/** Values are those of the newest invocations. */
const looksAt = 10_000;

/** Answers from the tables `invocations` and `summaries`. Throw when the database is in trouble. */
export function createLists(database: DatabaseSync): Lists {
  return {
    operations(filter, { before, limit, order = newestFirst }) {
      const where = toWhere(filter, database);
      const { value, orderBy } = toSql(order);
      if (before !== undefined) where.add(...after(order, ...readCursor(before, order)));
      // The summaries are looked up last: sorting must not carry them about.
      const found = database
        .prepare(
          `SELECT id, value, summary FROM
             (SELECT id, ${value} AS value FROM invocations ${where.text()} ORDER BY ${orderBy} LIMIT ?)
           JOIN summaries USING (id) ORDER BY ${orderBy.replaceAll(value, 'value')}`,
        )
        .all(...where.values, limit + 1);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(({ summary }) => JSON.parse(String(summary)) as Operation),
        next: found.length > limit && last ? `${last.value ?? ''}~${last.id}` : null,
      };
    },
    summary(filter) {
      const where = toWhere(filter, database);
      const all = database
        .prepare(
          `SELECT count(*) AS calls, total(failed) AS failed, sum(costUsd) AS costUsd,
             count(CASE WHEN priced = 0 THEN 1 END) AS unpriced, count(durationMs) AS timed
           FROM invocations ${where.text()}`,
        )
        .get(...where.values);
      where.add('durationMs IS NOT NULL');
      const timed = Number(all?.timed ?? 0);
      const p95 = database
        .prepare(
          `SELECT durationMs FROM invocations ${where.text()} ORDER BY durationMs LIMIT 1 OFFSET ?`,
        )
        .get(...where.values, Math.max(0, Math.ceil(timed * 0.95) - 1));
      return {
        calls: Number(all?.calls ?? 0),
        failed: Number(all?.failed ?? 0),
        p95Ms: typeof p95?.durationMs === 'number' ? p95.durationMs : null,
        costUsd: typeof all?.costUsd === 'number' ? all.costUsd : null,
        unpriced: Number(all?.unpriced ?? 0),
      };
    },
    facets(all = false) {
      const among = all ? '' : 'WHERE isCall = 1';
      const valuesOf = (column: string, most = facetValues) =>
        database
          .prepare(
            `SELECT value FROM (SELECT ${column} AS value FROM invocations ${among} ORDER BY timestamp DESC LIMIT ${looksAt})
             WHERE value IS NOT NULL GROUP BY value ORDER BY count(*) DESC LIMIT ${most}`,
          )
          .all()
          .map(({ value }) => String(value));
      return {
        outcomes: valuesOf('outcome'),
        apps: appNames(valuesOf("app || ifnull(otherApps, '')", looksAt)),
        functions: valuesOf('function'),
        models: valuesOf('model'),
        assistants: valuesOf('assistant'),
        callers: valuesOf('caller'),
        conversations: valuesOf('conversation'),
      };
    },
  };
}

/** Names of apps, each once: an invocation's are a line each. */
function appNames(lists: readonly string[]): readonly string[] {
  const names = lists.flatMap((list) => list.split('\n')).filter((name) => name !== '');
  return [...new Set(names)].slice(0, facetValues);
}

const newestFirst: Order = { sort: 'time', asc: false };

/** The value and the ID of the last item of the page before. */
function readCursor(
  before: string,
  { sort }: Order,
): [value: string | number | null, id: number | undefined] {
  const [value = '', id] = before.split('~');
  const known = sort === 'time' ? value : value === '' ? null : Number(value);
  return [known, id === undefined ? undefined : Number(id)];
}
