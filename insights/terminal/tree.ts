import { styleText } from 'node:util';
import { callerLeft, isFailed } from '../failed.ts';
import { formatSpan } from '../format.ts';
import type { Row } from '../row.ts';
import { toCallRun } from '../view/callRun.ts';
import { codeOf } from '../view/waterfall/rowKind.ts';
import { createDetails } from './details.ts';

/** How a tree is drawn. */
export interface TreeOptions {
  readonly color: boolean;
  /** Where the pages are, without trailing slash: the last line of a tree is the address of its page. */
  readonly pages?: string;
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

const nameWidth = 44;
/** From so many characters on, what is deeper is not indented further. */
const deepest = 90;

/** Whether to colour what goes to a stream: NO_COLOR, FORCE_COLOR and TERM=dumb are obeyed, and pipes stay plain. */
export function useColor(stream: { isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return stream.isTTY === true && TERM !== 'dumb';
}

/**
 * Draws the rows of one invocation as a tree of spans, each under its parent, with exceptions and log lines in place. A
 * row whose parent is not there stands at the root; each row stands once, whatever the IDs that were sent.
 */
export function renderTree(rows: readonly Row[], { color, pages }: TreeOptions): string {
  const paint: Paint = (style, text) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const drawn = rows.filter(({ itemType }) => itemType !== 'customMetrics');
  const ids = new Set(drawn.flatMap(({ id }) => id ?? []));
  const session = drawn.find(({ session_Id }) => session_Id)?.session_Id;
  const hostIds = hostParents(drawn, session);
  const parentOf = (row: Row) => {
    const parent = hostIds.get(row) ?? row.operation_ParentId;
    return parent !== row.id && ids.has(parent) ? parent : '';
  };
  const children = Map.groupBy([...drawn].sort(byTime), parentOf);
  const roots = children.get('') ?? [];
  const run = toCallRun(rows);
  const detailsOf = createDetails(rows, run?.own, run?.firstTextMs);
  const lines = inOrder(roots, (row) => (row.id && children.get(row.id)) || []).map(
    ({ row, lead }) => toLine(row, lead, paint, run?.own, detailsOf),
  );
  const operation = roots[0]?.operation_Id;
  const of = [session && `session ${session}`, operation && `operation ${operation}`];
  const page = pages && operation && toPage(pages, operation, session);
  return [...lines, paint('dim', of.filter(Boolean).join('  ')), ...(page ? [page] : [])].join(
    '\n',
  );
}

function toPage(pages: string, operation: string, session: string | undefined): string {
  const page = `${pages}/calls/${encodeURIComponent(operation)}`;
  return session === undefined ? page : `${page}?session=${encodeURIComponent(session)}`;
}

/** A row, and what is drawn before it. */
interface Placed {
  readonly row: Row;
  readonly lead: string;
}

/** Each row before those below it. Nothing here calls itself, and what stands is not placed again: IDs may repeat, or go in a circle. */
function inOrder(roots: readonly Row[], childrenOf: (row: Row) => readonly Row[]): Placed[] {
  const placed: Placed[] = [];
  const seen = new Set<Row>();
  const open = roots.map((row) => ({ row, lead: '', below: '' })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { row, lead, below } = next;
    if (seen.has(row)) continue;
    seen.add(row);
    placed.push({ row, lead });
    const nested = childrenOf(row).filter((child) => !seen.has(child));
    for (const [index, child] of [...nested.entries()].reverse()) {
      const isLast = index === nested.length - 1;
      const into = below.length < deepest;
      open.push({
        row: child,
        lead: `${below}${isLast ? '└─ ' : '├─ '}`,
        below: into ? `${below}${isLast ? '   ' : '│  '}` : below,
      });
    }
  }
  return placed;
}

/** A queue run may continue its sender's trace; the host's row then is in another, and is joined by the invocation ID. */
function hostParents(rows: readonly Row[], session: string | undefined): Map<Row, string> {
  const host = rows.find(
    ({ itemType, customDimensions }) =>
      itemType === 'requests' && customDimensions['faas.invocation_id'] === session,
  );
  const own = rows.find(({ name }) => name === 'generate_completion');
  const joined = host?.id && own && own.operation_Id !== host.operation_Id;
  return new Map(joined ? [[own, host.id ?? '']] : []);
}

function byTime(a: Row, b: Row): number {
  return a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0;
}

function toLine(
  row: Row,
  lead: string,
  paint: Paint,
  own: Row | undefined,
  detailsOf: (row: Row) => readonly string[],
): string {
  const { itemType, name, duration, message, outerMessage, type } = row;
  if (itemType === 'traces') return `${lead}${paint('dim', `▵ ${toSpans(clean(message ?? ''))}`)}`;
  if (itemType === 'exceptions') {
    return `${lead}${paint('red', `◇ ${clean(`${type}: ${outerMessage}`)}`)}`;
  }
  const width = Math.max(0, nameWidth - lead.length);
  const title = clean(name ?? itemType).padEnd(width);
  const time = (duration === undefined ? '' : formatSpan(duration)).padStart(10);
  const status = isFailed(row, own)
    ? paint('red', `✕ ${clean(codeOf(row, own) ?? 'error')}`)
    : callerLeft(row)
      ? '⇤'
      : paint('green', '✓');
  return [`${lead}${paint('bold', title)} ${time}`, status, ...detailsOf(row)].join('  ');
}

/** The app's own line, `ok in 3198 ms, …`, with its span as all spans here are written. */
function toSpans(text: string): string {
  return text.replace(
    /^(\w+ in )(\d{4,9}) ms\b/,
    (_, before, ms) => before + formatSpan(Number(ms)),
  );
}

/** One line of at most 120 characters without control characters: some of this text is other people's. */
function clean(text: string): string {
  const plain = text.replace(/\p{Cc}+/gu, ' ').trim();
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
}
