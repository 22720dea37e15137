import { formatCount, formatSpan, formatTotal, formatUsage } from '../format.ts';
import type { Row } from '../row.ts';
import { toOperation } from '../store/toOperation.ts';

/** From so many calls within a second on, a terminal that draws each as a tree shows none of them. */
const most = 10;
const secondMs = 1_000;

interface Sum {
  calls: number;
  failed: number;
  input: number;
  output: number;
  usd: number | undefined;
  unpriced: number;
}

/** Tells calls that come one by one from a burst of them, of which it says one sum when it is over. */
export interface Burst {
  /** Whether this call is one of a burst, and counted in its sum. */
  take(rows: readonly Row[]): boolean;
  stop(): void;
}

/** `say` takes the sum: `12 calls in 1.20 s: 1 failed, 636 → 3,660 tokens, US$ 0.038`. */
export function createBurst(say: (sum: string) => void): Burst {
  let times: number[] = [];
  let began = 0;
  let sum: Sum | undefined;
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    if (sum !== undefined) say(toLine(sum, (times.at(-1) ?? began) - began));
    sum = undefined;
    times = [];
  };
  return {
    take(rows) {
      const now = Date.now();
      times = [...times.slice(1 - most), now];
      const isFull = times.length === most && now - (times[0] ?? now) < secondMs;
      if (sum === undefined && !isFull) return false;
      if (sum === undefined) began = now;
      sum = add(sum, rows);
      clearTimeout(timer);
      timer = setTimeout(end, secondMs);
      return true;
    },
    stop() {
      clearTimeout(timer);
      end();
    },
  };
}

function add(before: Sum | undefined, rows: readonly Row[]): Sum {
  const sum = before ?? { calls: 0, failed: 0, input: 0, output: 0, usd: undefined, unpriced: 0 };
  const operation = toOperation(rows);
  if (operation === undefined) return sum;
  const { success, inputTokens, outputTokens, costUsd, priced } = operation;
  return {
    calls: sum.calls + 1,
    failed: sum.failed + (success === 'False' ? 1 : 0),
    input: sum.input + (inputTokens ?? 0),
    output: sum.output + (outputTokens ?? 0),
    usd: costUsd === null ? sum.usd : (sum.usd ?? 0) + costUsd,
    unpriced: sum.unpriced + (priced ? 0 : 1),
  };
}

function toLine({ calls, failed, input, output, usd, unpriced }: Sum, ms: number): string {
  const told = [
    `${formatCount(failed)} failed`,
    input + output > 0 && formatUsage(input, output),
    usd !== undefined && formatTotal(usd, unpriced),
  ].filter((part) => typeof part === 'string');
  return `${formatCount(calls)} ${calls === 1 ? 'call' : 'calls'} in ${formatSpan(ms)}: ${told.join(', ')}`;
}
