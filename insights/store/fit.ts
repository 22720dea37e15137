import type { DatabaseSync } from 'node:sqlite';
import type { Fit } from '../api.ts';
import { enoughCalls, fitRange } from './stats/fitRange.ts';
import { type ListFilter, toWhere } from './where.ts';

/** Calls with a shorter break between them belong together however few they are. */
const shortestBreak = 3_600_000;

/**
 * Reads the range that shows the newest calls best: back to a break that is longer than all that came after it. Each question
 * reads one entry of the index of times, and some 20 reach back a year.
 */
export function createFit(database: DatabaseSync): (filter: ListFilter) => Fit {
  const find = (filter: ListFilter, order: '' | 'DESC', limit: number) => {
    const { text, values } = toWhere(filter, database);
    return database
      .prepare(
        `SELECT timestamp FROM invocations ${text()} ORDER BY timestamp ${order} LIMIT ${limit}`,
      )
      .all(...values);
  };
  const countFrom = (first: number, filter: ListFilter) =>
    find({ ...filter, from: toIso(first) }, '', enoughCalls).length;
  return (filter) => {
    const timeOf = (order: '' | 'DESC', from?: number, to?: number) => {
      const between = from === undefined ? {} : { from: toIso(from), to: toIso(to) };
      const found = find({ ...filter, ...between }, order, 1)[0]?.timestamp;
      return typeof found === 'string' ? Date.parse(found) : undefined;
    };
    const last = timeOf('DESC');
    const oldest = timeOf('');
    if (last === undefined || oldest === undefined) return { range: null, oldest: null };
    let first = last;
    for (;;) {
      const earlier = timeOf('', first - Math.max(shortestBreak, last - first), first);
      if (earlier === undefined) break;
      first = earlier;
    }
    const { from, to, steps } = fitRange(first, last, countFrom(first, filter));
    return {
      range: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), steps },
      oldest: oldest < first ? new Date(oldest).toISOString() : null,
    };
  };
}

function toIso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
