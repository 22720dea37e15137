import type { Operation } from '../../api.ts';
import { callerLeft } from '../../failed.ts';
import { isModelCall, operationOf } from '../../genAi/attributes.ts';
import type { Row } from '../../row.ts';

/** So many codes of one call are kept, and so much of each: a code may be a foreign app's. */
const mostCodes = 20;
const longest = 200;

/**
 * How often each code ended a part of a call: calls to models and tools, also when a retry made it good; and the call itself, when no part
 * has its code. A part without a code has the call's.
 */
export function errorsOf(
  { errorCode }: Pick<Operation, 'errorCode'>,
  rows: readonly Row[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const isPart = isModelCall(row) || operationOf(row) === 'execute_tool';
    if (!isPart || row.success !== 'False' || callerLeft(row)) continue;
    const code = cut(codeOf(row) ?? errorCode ?? 'error');
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  if (errorCode !== null && !counts.has(cut(errorCode))) counts.set(cut(errorCode), 1);
  return new Map([...counts].slice(-mostCodes));
}

function codeOf({ customDimensions, resultCode }: Row): string | undefined {
  const told = customDimensions['app.error.type'] ?? customDimensions['error.type'];
  return told || resultCode || undefined;
}

function cut(code: string): string {
  return code.slice(0, longest);
}
