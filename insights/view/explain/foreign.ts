import { callerLeft, isFailed } from '../../failed.ts';
import { formatCount, formatSpan, formatUsage } from '../../format.ts';
import { modelCallsOf, sumOf } from '../../genAi/attributes.ts';
import { toPlainLine } from '../../plainLine.ts';
import type { Row } from '../../row.ts';
import { durationOf, rootOf } from '../../store/root.ts';
import type { SpanNode } from '../waterfall/spanNode.ts';
import { toSpanTree } from '../waterfall/spanTree.ts';
import { count, list, modelOf } from './words.ts';

/** A sentence on the rows of another app: what its root says became of it, and the failure that explains it or hides in it. */
export function tellForeign(rows: readonly Row[]): { text: string; cause?: Row } {
  const spans = toSpanTree(rows).nodes.filter(({ role }) => role === 'span');
  const root = rootOf(rows) ?? spans[0]?.row;
  if (root === undefined) return tellWithoutSpan(rows);
  const failed = spans.filter(({ row }) => row !== undefined && isFailed(row));
  const thrown = spans.filter((node) => exceptionOf(node) !== undefined);
  if (isFailed(root)) return tellFailure(deepest([...failed, ...thrown]), root);
  const wentWell = tellRoot(root, rows);
  const steps = failed.length > 0 ? failed : thrown;
  const first = earliest(steps);
  if (first === undefined) return { text: `${wentWell}.` };
  const { text, cause } = tellFailure(first, root, failed.length > 0 ? ' failed' : '');
  const of = `${formatCount(steps.length)} of ${count(spans.length - 1, 'step')}`;
  const many = failed.length > 0 ? `${of} failed` : `${count(thrown.length, 'exception')} noted`;
  return { text: `${wentWell}; ${many}, the first: ${text}`, ...(cause && { cause }) };
}

/** `GET /cart answered 200 in 40 ms, with 2 calls to gpt-4o`, `work took 40 ms`, or that its caller left. */
function tellRoot(root: Row, rows: readonly Row[]): string {
  const name = toPlainLine(root.name ?? root.itemType, 80);
  const took = formatSpan(durationOf(root, rows) ?? 0);
  if (callerLeft(root)) return `The caller of ${name} left after ${took}; not an error`;
  const status = root.itemType === 'requests' ? toPlainLine(root.resultCode ?? '', 80) : '';
  const did = /^\d{3}$/.test(status) ? `answered ${status} in` : 'took';
  return `${name} ${did} ${took}${toCalls(modelCallsOf(rows))}`;
}

function tellWithoutSpan(rows: readonly Row[]): { text: string; cause?: Row } {
  const thrown = rows.find(isException);
  if (thrown !== undefined)
    return { text: `The call failed${toReason(undefined, thrown)}`, cause: thrown };
  return { text: `No span has arrived, only ${count(rows.length, 'row')}.` };
}

function tellFailure(
  node: SpanNode | undefined,
  root: Row,
  failed = ' failed',
): { text: string; cause?: Row } {
  const exception = node && exceptionOf(node);
  const name = toPlainLine(node?.name ?? root.name ?? 'The call', 80);
  return {
    text: `${name}${failed}${toReason(node?.row ?? root, exception)}`,
    cause: exception ?? node?.row ?? root,
  };
}

/** `, with 2 calls to gpt-4o, 60 → 40 tokens`; nothing when there is none. */
function toCalls(calls: readonly Row[]): string {
  if (calls.length === 0) return '';
  const input = sumOf(calls, 'inputTokens', 'gen_ai.usage.input_tokens');
  const output = sumOf(calls, 'outputTokens', 'gen_ai.usage.output_tokens');
  const used = input === undefined && output === undefined ? '' : `, ${formatUsage(input, output)}`;
  const models = list([...new Set(calls.map(modelOf))]);
  return `, with ${count(calls.length, 'call')} to ${models}${used}`;
}

function deepest(nodes: readonly SpanNode[]): SpanNode | undefined {
  return nodes.reduce<SpanNode | undefined>(
    (found, node) => (found === undefined || node.depth > found.depth ? node : found),
    undefined,
  );
}

/** The first that failed, and of what it failed by the innermost. */
function earliest(nodes: readonly SpanNode[]): SpanNode | undefined {
  const inner = nodes.filter((node) => !nodes.some(({ parent }) => parent === node));
  return inner.reduce<SpanNode | undefined>(
    (found, node) => (found === undefined || node.start < found.start ? node : found),
    undefined,
  );
}

function exceptionOf({ marks }: SpanNode): Row | undefined {
  return marks.find(({ row }) => isException(row))?.row;
}

function isException({ itemType }: Row): boolean {
  return itemType === 'exceptions';
}

function toReason(row: Row | undefined, exception: Row | undefined): string {
  const status = row?.resultCode === '0' ? undefined : row?.resultCode;
  const what = exception?.type ?? status ?? '';
  const line = toPlainLine(exception?.outerMessage ?? row?.message ?? '', 160);
  const parts = [toPlainLine(what, 80), line].filter((part) => part !== '');
  return parts.length === 0 ? '.' : `: ${parts.join(': ')}`;
}
