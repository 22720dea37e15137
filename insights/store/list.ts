import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Facets, Operation, OperationList, Summary } from '../api.ts';

/** What a list of invocations is narrowed by. Times are ISO 8601. */
export interface ListFilter {
  /** Takes in what is no call, too: requests that only look at an app. What is asked for by an ID is found without. */
  readonly all?: boolean;
  /** Looks in names, codes, models and every ID. */
  readonly q?: string | undefined;
  readonly outcome?: string | undefined;
  /** An app that sent rows, by its `cloud_RoleName`. */
  readonly app?: string | undefined;
  readonly function?: string | undefined;
  readonly model?: string | undefined;
  readonly minMs?: number | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly conversation?: string | undefined;
  readonly session?: string | undefined;
  readonly job?: string | undefined;
  /** Only what changed after this `seq`. */
  readonly changedSince?: number | undefined;
}

/** Questions to the table of invocations; what was received must have been flushed. */
export interface Lists {
  /** Newest first; `before` is a time, or `next` of an earlier list. */
  operations(
    filter: ListFilter,
    page: { before?: string | undefined; limit: number },
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
    operations(filter, { before, limit }) {
      const where = toWhere(filter, database);
      if (before !== undefined) {
        const [time = '', id] = before.split('~');
        where.add(
          '(timestamp < ? OR (timestamp = ? AND id < ?))',
          time,
          id === undefined ? '' : time,
          Number(id ?? 0),
        );
      }
      const found = database
        .prepare(
          `SELECT id, timestamp, summary FROM invocations JOIN summaries USING (id) ${where.text()}
           ORDER BY timestamp DESC, id DESC LIMIT ?`,
        )
        .all(...where.values, limit + 1);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(({ summary }) => JSON.parse(String(summary)) as Operation),
        next: found.length > limit && last ? `${last.timestamp}~${last.id}` : null,
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
      };
    },
  };
}

/** Names of apps, each once: an invocation's are a line each. */
function appNames(lists: readonly string[]): readonly string[] {
  const names = lists.flatMap((list) => list.split('\n')).filter((name) => name !== '');
  return [...new Set(names)].slice(0, facetValues);
}

function toWhere(filter: ListFilter, database: DatabaseSync) {
  const conditions: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (condition: string, ...more: SQLInputValue[]) => {
    conditions.push(condition);
    values.push(...more);
  };
  const { q, minMs, from, to, changedSince } = filter;
  for (const [column, value] of [
    ['outcome', filter.outcome === 'failed' ? undefined : filter.outcome],
    ['function', filter.function],
    ['model', filter.model],
    ['conversation', filter.conversation],
    ['session_Id', filter.session],
    ['job', filter.job],
  ] as const) {
    if (value !== undefined) add(`${column} = ?`, value);
  }
  if (filter.app !== undefined) {
    add('(app = ? OR instr(otherApps, ?) > 0)', filter.app, `\n${filter.app}\n`);
  }
  if (filter.outcome === 'failed') add('failed = 1');
  if (minMs !== undefined) add('durationMs >= ?', minMs);
  if (from !== undefined) add('timestamp >= ?', from);
  if (to !== undefined) add('timestamp < ?', to);
  if (changedSince !== undefined) add('seq > ?', changedSince);
  const hasId = q !== undefined && isId(q, database);
  if (!filter.all && !hasId && filter.session === undefined) add('isCall = 1');
  if (hasId) add(byId, q, q, q, q);
  else if (q !== undefined) {
    add("search LIKE ? ESCAPE '\\'", `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`);
  }
  const text = () => (conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`);
  return { add, values, text };
}

const byId = '(session_Id = ? OR operation_Id = ? OR job = ? OR conversation = ?)';

/** Whether a text is the whole of an ID that has an index: all calls need not be looked through then. */
function isId(q: string, database: DatabaseSync): boolean {
  const found = database.prepare(`SELECT 1 FROM invocations WHERE ${byId} LIMIT 1`).get(q, q, q, q);
  return found !== undefined;
}
