import { isFailed } from '../../failed.ts';
import { formatSpan, formatUsage } from '../../format.ts';
import { modelCallsOf, sumOf } from '../../genAi/attributes.ts';
import type { Row } from '../../row.ts';
import { toPlainLine } from '../plainLine.ts';
import type { SpanNode } from '../waterfall/spanNode.ts';
import { toSpanTree } from '../waterfall/spanTree.ts';
import { count, list, modelOf } from './words.ts';

/** A sentence on the rows of another app: its deepest failure in its own words, else how long it took. */
export function tellForeign(rows: readonly Row[]): { text: string; cause?: Row } {
  const spans = toSpanTree(rows).nodes.filter(({ role }) => role === 'span');
  const failed = deepest(spans.filter(({ row }) => row !== undefined && isFailed(row)));
  const thrown = deepest(spans.filter((node) => exceptionOf(node) !== undefined));
  const node = failed === undefined || (thrown && thrown.depth > failed.depth) ? thrown : failed;
  const exception = (node && exceptionOf(node)) ?? (failed ? undefined : rows.find(isException));
  if (node !== undefined || exception !== undefined) {
    const cause = exception ?? node?.row;
    const name = toPlainLine(node?.name ?? 'The call', 80);
    return { text: `${name} failed${toReason(node?.row, exception)}`, ...(cause && { cause }) };
  }
  const [root] = spans;
  if (root === undefined)
    return { text: `No span has arrived, only ${count(rows.length, 'row')}.` };
  const took = `${toPlainLine(root.name, 80)} took ${formatSpan(root.end - root.start)}`;
  return { text: `${took}${toCalls(modelCallsOf(rows))}.` };
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
