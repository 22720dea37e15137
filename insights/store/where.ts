import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { parseSearch } from '../search.ts';

/** What a list of invocations is narrowed by. Times are ISO 8601. */
export interface ListFilter {
  /** Takes in what is no call, too: requests that only look at an app. What is asked for by an ID is found without. */
  readonly all?: boolean;
  /** Fields as `model:gpt-4o`; the rest is looked for in names, codes, models and every ID. */
  readonly q?: string | undefined;
  readonly outcome?: string | undefined;
  /** A code that the call, or a part of it, failed with: also one that a retry made good. */
  readonly code?: string | undefined;
  /** An app that sent rows, by its `cloud_RoleName`. */
  readonly app?: string | undefined;
  readonly assistant?: string | undefined;
  /** Who asked, by `app.caller`. */
  readonly caller?: string | undefined;
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

/** A search names a field that there is none of; the message is for whoever typed it. */
export class UnknownField extends Error {}

/** The conditions of a filter, as SQL on the table `invocations`. Throws `UnknownField`. */
export function toWhere(filter: ListFilter, database: DatabaseSync) {
  const conditions: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (condition: string, ...more: SQLInputValue[]) => {
    conditions.push(condition);
    values.push(...more);
  };
  const addNamed = (name: keyof typeof named, value: string | undefined) => {
    if (value === undefined) return;
    if (name === 'outcome' && value === 'failed') add('failed = 1');
    else if (name === 'app') add(named.app, value, `\n${value}\n`);
    else add(named[name], value);
  };
  const { q, minMs, from, to, changedSince } = filter;
  const hasId = q !== undefined && isId(q, database);
  const { text: words, fields, problem } = parseSearch(hasId ? '' : (q ?? ''));
  if (problem !== undefined) throw new UnknownField(problem);
  for (const name of names) addNamed(name, filter[name]);
  for (const { filter: name, value } of fields) addNamed(name, value);
  if (minMs !== undefined) add('durationMs >= ?', minMs);
  if (from !== undefined) add('timestamp >= ?', from);
  if (to !== undefined) add('timestamp < ?', to);
  if (changedSince !== undefined) add('seq > ?', changedSince);
  const isOfSession =
    filter.session !== undefined || fields.some((field) => field.filter === 'session');
  if (!filter.all && !hasId && !isOfSession) add('isCall = 1');
  if (hasId) add(byId, q, q, q, q);
  else if (words !== '') {
    add("search LIKE ? ESCAPE '\\'", `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`);
  }
  const text = () => (conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`);
  return { add, values, text };
}

const named = {
  outcome: 'outcome = ?',
  code: 'id IN (SELECT id FROM errors WHERE code = ?)',
  app: '(app = ? OR instr(otherApps, ?) > 0)',
  assistant: 'assistant = ?',
  caller: 'caller = ?',
  function: 'function = ?',
  model: 'model = ?',
  conversation: 'conversation = ?',
  session: 'session_Id = ?',
  job: 'job = ?',
};
const names = Object.keys(named) as (keyof typeof named)[];

const byId = '(session_Id = ? OR operation_Id = ? OR job = ? OR conversation = ?)';

/** Whether a text is the whole of an ID that has an index: all calls need not be looked through then. */
function isId(q: string, database: DatabaseSync): boolean {
  const found = database.prepare(`SELECT 1 FROM invocations WHERE ${byId} LIMIT 1`).get(q, q, q, q);
  return found !== undefined;
}
