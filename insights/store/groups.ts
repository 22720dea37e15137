import type { DatabaseSync } from 'node:sqlite';
import type { Caller, Conversation, ErrorCode, GroupList, Job, Operation } from '../api.ts';
import { type ListFilter, toWhere } from './where.ts';

/** Calls by what they have in common, each group once, that of the newest call first; errors also the most frequent first, callers the dearest. */
export interface Groups {
  conversations(filter: ListFilter, limit: number): GroupList<Conversation>;
  jobs(filter: ListFilter, limit: number): GroupList<Job>;
  callers(filter: ListFilter, limit: number): GroupList<Caller>;
  errors(filter: ListFilter, limit: number, sort?: 'time' | 'count'): GroupList<ErrorCode>;
}

/** A job that is delivered more often than this shows its latest runs: the queue gives up after 30. */
const maxRuns = 40;

/** Answers from the table `invocations`. Throw when the database is in trouble. */
export function createGroups(database: DatabaseSync): Groups {
  /** Rows of a query over the calls that a filter lets through, one more than wanted. */
  const group = <T>(
    { select, from = 'invocations', by, first = 'last' }: GroupQuery,
    filter: ListFilter,
    limit: number,
    shape: (row: Record<string, unknown>) => T,
  ): GroupList<T> => {
    const where = toWhere(filter, database);
    where.add(`${by} IS NOT NULL`);
    const found = database
      .prepare(
        `SELECT ${by} AS name, max(timestamp) AS last, ${select} FROM ${from} ${where.text()}
         GROUP BY ${by} ORDER BY ${first} DESC, last DESC, name LIMIT ?`,
      )
      .all(...where.values, limit + 1);
    return { items: found.slice(0, limit).map(shape), more: found.length > limit };
  };
  const summariesOf = (column: 'conversation' | 'job', limit: number) => {
    const newest = database.prepare(
      `SELECT summary FROM invocations JOIN summaries USING (id) WHERE ${column} = ? AND isCall = 1
       ORDER BY timestamp DESC, id DESC LIMIT ${limit}`,
    );
    return (name: string) =>
      newest.all(name).map(({ summary }) => JSON.parse(String(summary)) as Operation);
  };
  return {
    conversations(filter, limit) {
      const newest = summariesOf('conversation', 1);
      return group(
        { select: `${turns}, ${sums}`, by: 'conversation' },
        filter,
        limit,
        ({ name, last, ...found }) => {
          const [lastCall] = newest(String(name));
          return {
            ...(found as Omit<Conversation, 'id' | 'last' | 'about' | 'agent' | 'costUsd'>),
            costUsd: toMoney(found.costUsd),
            id: String(name),
            last: String(last),
            about: lastCall?.about ?? null,
            agent: lastCall?.agent ?? null,
          };
        },
      );
    },
    jobs(filter, limit) {
      const runs = summariesOf('job', maxRuns);
      return group({ select: 'count(*) AS n', by: 'job' }, filter, limit, ({ name }) => ({
        id: String(name),
        runs: runs(String(name)),
      }));
    },
    callers(filter, limit) {
      const query = {
        select: `count(*) AS calls, ${sums}`,
        by: 'caller',
        first: 'sum(costUsd) DESC, total(inputTokens) + total(outputTokens)',
      };
      return group(query, filter, limit, (found) => ({
        ...(found as Omit<Caller, 'costUsd'>),
        costUsd: toMoney(found.costUsd),
      }));
    },
    errors(filter, limit, sort = 'time') {
      const query = {
        select: 'sum(errors.count) AS count, count(*) AS calls, sum(failed) AS failed',
        from: 'errors JOIN invocations USING (id)',
        by: 'errors.code',
        ...(sort === 'count' && { first: 'sum(errors.count)' }),
      };
      return group(query, filter, limit, ({ name, last, count, calls, failed }) => ({
        code: String(name),
        last: String(last),
        count: Number(count),
        calls: Number(calls),
        failed: Number(failed),
      }));
    },
  };
}

interface GroupQuery {
  readonly select: string;
  readonly from?: string;
  readonly by: string;
  /** What is most in the group that comes first; the time of its newest call when absent. */
  readonly first?: string;
}

// What only puts a job on the queue is no turn: its run is.
const turns = `count(CASE WHEN job IS NULL OR trigger = 'queue' OR answeredBy IS NOT NULL THEN 1 END) AS turns,
  min(timestamp) AS first, sum(durationMs) AS durationMs`;

const sums = `sum(failed) AS failed, sum(inputTokens) AS inputTokens,
  sum(outputTokens) AS outputTokens, sum(cachedInputTokens) AS cachedInputTokens, sum(costUsd) AS costUsd,
  count(CASE WHEN priced = 0 THEN 1 END) AS unpriced`;

/** A sum of prices without the noise of floating point. */
function toMoney(sum: unknown): number | null {
  return typeof sum === 'number' ? Number(sum.toPrecision(12)) : null;
}
