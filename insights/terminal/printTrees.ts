import { isInvocation, isOurs } from '../ours.ts';
import type { Row } from '../row.ts';
import type { Insights } from '../start/startInsights.ts';
import { isCall } from '../store/isCall.ts';
import { isDelivery } from '../view/waterfall/rowKind.ts';
import { createBurst } from './burst.ts';
import { toShortLine } from './shortLine.ts';
import { renderTree, type TreeOptions } from './tree.ts';

interface Options extends TreeOptions {
  /** How long no row of an invocation must have come for it to be finished, in ms; the app exports every 500. */
  readonly quietMs?: number;
  /** How long to wait for the row of the host and the line of the app, in ms: each is sent by itself. */
  readonly hostMs?: number;
}

interface Open {
  readonly rows: Row[];
  readonly since: number;
  timer: NodeJS.Timeout;
}

const maxOpen = 1_000;
/** Of one invocation so many rows are drawn: more are in the pages, and one session may send without end. */
const maxRows = 1_000;
/** Longest dimension that a tree could show a part of. */
const maxCharacters = 1_000;

/**
 * Writes a tree for each invocation once all of it has come: its rows arrive in pieces, children first. From ten a second on each is
 * a line, and a sum follows. Gives what ends it.
 */
export function printTrees(
  { onRows, mishaps }: Pick<Insights, 'onRows' | 'mishaps'>,
  write: (text: string) => void,
  { color, pages, quietMs = 700, hostMs = 5_000 }: Options,
): () => void {
  const open = new Map<string, Open>();
  /** Calls by the host's row of each, which need not name its call. */
  const byHost = new Map<string, string>();
  const begin = (): Open => ({ rows: [], since: Date.now(), timer: setTimeout(() => {}, 0) });
  const keyOf = ({ session_Id, customDimensions, itemType, operation_Id, id = '' }: Row) =>
    session_Id ??
    customDimensions['faas.invocation_id'] ??
    (itemType === 'requests' ? (byHost.get(id) ?? `host ${id}`) : `operation ${operation_Id}`);
  /** The host's row of a call, should it have come before. */
  const takeHostRow = (id: string, key: string, invocation: Open) => {
    byHost.set(id, key);
    const [oldest] = byHost.keys();
    if (byHost.size > maxOpen && oldest !== undefined) byHost.delete(oldest);
    const early = open.get(`host ${id}`);
    if (early === undefined) return;
    clearTimeout(early.timer);
    open.delete(`host ${id}`);
    invocation.rows.push(...early.rows);
  };
  const burst = createBurst((sum) => write(`\n${sum}\n`));
  const draw = (rows: readonly Row[]) => {
    const spans = rows.filter(({ duration }) => duration !== undefined);
    if (spans.length === 0 && !hasOwn(rows)) return;
    const isTree = hasOwn(rows) || spans.length > 1;
    if (burst.take(rows) || !isTree) write(`${toShortLine(rows)}\n`);
    else write(`\n${renderTree(rows, { color, ...(pages !== undefined && { pages }) })}\n`);
  };
  const finish = mishaps.guard('drawing a tree', (key: string) => {
    const invocation = open.get(key);
    if (invocation === undefined) return;
    const { rows, since } = invocation;
    if (!isComplete(rows) && Date.now() - since < hostMs) {
      invocation.timer = setTimeout(finish, quietMs, key);
      return;
    }
    open.delete(key);
    // What the host did itself for a call that was drawn: its own request to the worker.
    if (rows.every((row) => byHost.has(row.operation_ParentId)) && key.startsWith('operation '))
      return;
    const operation = `operation ${rows[0]?.operation_Id}`;
    const above = open.get(operation);
    // The rows beneath the request of another app wait for themselves.
    if (!hasOwn(rows) && above !== undefined && key !== operation) above.rows.push(...rows);
    else if (isCall(rows)) draw(rows);
  });
  const stop = onRows((rows) => {
    for (const row of rows) {
      const key = keyOf(row);
      if (row.itemType === 'customMetrics') continue;
      const invocation = open.get(key) ?? begin();
      if (isInvocation(row)) takeHostRow(row.operation_ParentId, key, invocation);
      clearTimeout(invocation.timer);
      if (invocation.rows.length < maxRows) invocation.rows.push(withoutContent(row));
      invocation.timer = setTimeout(finish, quietMs, key);
      open.set(key, invocation);
    }
    // Under a flood the oldest is drawn as far as it has come.
    for (const [key, { timer, rows: seen }] of open) {
      if (open.size <= maxOpen) break;
      clearTimeout(timer);
      open.delete(key);
      if (isCall(seen)) write(`${toShortLine(seen)}\n`);
    }
  });
  return () => {
    stop();
    burst.stop();
    for (const { timer } of open.values()) clearTimeout(timer);
    open.clear();
  };
}

/** A row with the first words alone of what no tree shows: content may be 30 MB, and is not held until the call is whole. */
function withoutContent(row: Row): Row {
  const dimensions = Object.entries(row.customDimensions);
  const short = dimensions.map(([name, value]) => [name, toStart(value)]);
  return { ...row, customDimensions: Object.fromEntries(short) };
}

/** The start of a text, without what V8 would keep of the rest. */
function toStart(text: string): string {
  return text.length <= maxCharacters ? text : Buffer.from(text.slice(0, maxCharacters)).toString();
}

/** Whether no more rows are awaited: of a call of ours, its line and the host's row; of another app, its root. */
function isComplete(rows: readonly Row[]): boolean {
  const has = (table: Row['itemType']) => rows.some(({ itemType }) => itemType === table);
  // The host writes no row of a queue's run.
  if (hasOwn(rows)) return has('traces') && (has('requests') || rows.some(isDelivery));
  return !rows.some(isOurs) && rows.some(isRoot);
}

function isRoot({ duration, operation_ParentId: parent, operation_Id, customDimensions }: Row) {
  // A function's run may yet tell of itself.
  const isOfFunction = customDimensions['faas.name'] !== undefined;
  return duration !== undefined && !isOfFunction && (parent === '' || parent === operation_Id);
}

/** Whether our own span is there: a request that the app refused has none, and is drawn in one line. */
function hasOwn(rows: readonly Row[]): boolean {
  return rows.some(({ name }) => name === 'generate_completion');
}
