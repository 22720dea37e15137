import { callerLeft } from '../failed.ts';
import { formatMoney, formatSpan, formatTotal, formatUsage } from '../format.ts';
import {
  costOf,
  isModelCall,
  modelCallsOf,
  numberOf,
  sumOf,
  toldTokens,
} from '../genAi/attributes.ts';
import { toPlainLine } from '../plainLine.ts';
import type { Row } from '../row.ts';
import { asksResponses } from '../store/asksResponses.ts';
import { type Line, toWaterfall } from '../view/waterfall.ts';

/** What a span's line says after its status: `1,234 → 286 tokens  2/2  fallback  after 1.98 s`. */
export function createDetails(rows: readonly Row[], own: Row | undefined, firstMs?: number) {
  const lines = new Map(toWaterfall(rows).lines.map((line) => [line.row, line]));
  const calls = modelCallsOf(rows);
  return (row: Row): readonly string[] => {
    const line = lines.get(row);
    const parts = [
      row.itemType === 'requests' && (row.success !== 'False' || callerLeft(row))
        ? toPlainLine(row.resultCode ?? '', 20)
        : '',
      ...(isModelCall(row) ? ofCall(row, line, calls.length > 1) : []),
      ...(row === own ? ofWhole(row, calls, firstMs) : []),
      line?.segments.find(({ kind }) => kind === 'queue')?.label ?? '',
    ];
    return parts.filter((part) => part !== '');
  };
}

/** A call to a model; what it cost only where the whole is more than it. */
function ofCall(row: Row, line: Line | undefined, isOneOfSeveral: boolean): readonly string[] {
  const input = numberOf(row, 'inputTokens', 'gen_ai.usage.input_tokens');
  const output = numberOf(row, 'outputTokens', 'gen_ai.usage.output_tokens');
  const cost = isOneOfSeveral ? costOf(row) : undefined;
  const { n, of, waitMs = 0 } = line?.attempt ?? {};
  return [
    input === undefined && output === undefined ? '' : formatUsage(input, output),
    cost === undefined ? '' : formatMoney(cost),
    n === undefined ? '' : `${n}/${of}`,
    line?.fallback ? 'fallback' : '',
    waitMs > 0 ? `after ${formatSpan(waitMs)}` : '',
    asksResponses(row) ? 'Responses' : '',
  ];
}

/** The whole call: its job, what its calls to models cost together, and its first token. */
function ofWhole(
  { customDimensions }: Row,
  calls: readonly Row[],
  firstMs: number | undefined,
): readonly string[] {
  const job = customDimensions['app.job'];
  const cost = sumOf(calls, 'costUsd', 'costUsd');
  const unpriced = calls.filter((row) => toldTokens(row) && costOf(row) === undefined).length;
  return [
    job === undefined ? '' : `job ${toPlainLine(job, 80)}`,
    cost === undefined ? '' : formatTotal(cost, unpriced),
    firstMs === undefined ? '' : `first token ${formatSpan(firstMs)}`,
  ];
}
