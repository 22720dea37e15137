import { formatMoney, formatSpan, formatUsage } from '../format.ts';
import { toPlainLine } from '../plainLine.ts';
import type { Row } from '../row.ts';
import { toOperation } from '../store/toOperation.ts';

/** A call in one line: `POST /ask  200  20 ms  1,234 → 286 tokens  US$ 0.00335`. */
export function toShortLine(rows: readonly Row[]): string {
  const operation = toOperation(rows);
  if (operation === undefined) return '';
  const { name, errorCode, durationMs, inputTokens, outputTokens, costUsd, job } = operation;
  const status = rows.find(({ itemType }) => itemType === 'requests')?.resultCode;
  const hasTokens = inputTokens !== null || outputTokens !== null;
  return [
    toPlainLine(name, 120),
    errorCode === null ? toPlainLine(status || '✓', 20) : `✕ ${toPlainLine(errorCode, 60)}`,
    formatSpan(durationMs ?? 0),
    hasTokens && formatUsage(inputTokens ?? undefined, outputTokens ?? undefined),
    costUsd !== null && formatMoney(costUsd),
    job !== null && `job ${toPlainLine(job, 80)}`,
  ]
    .filter((part) => typeof part === 'string')
    .join('  ');
}
