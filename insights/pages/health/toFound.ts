import type { Check } from '../../api.ts';

/** What checks of the telemetry itself found: how many of them, and in words; nothing when all pass, or nothing is known. */
export interface Found {
  readonly problems: number;
  readonly warnings: number;
  /** `1 problem, 2 warnings`; empty when there are none. */
  readonly words: string;
}

/** What some checks found. */
export function toFound(checks: readonly Check[]): Found {
  const count = (state: Check['state']) => checks.filter((check) => check.state === state).length;
  const [problems, warnings] = [count('fail'), count('warn')];
  const parts = [say(problems, 'problem'), say(warnings, 'warning')];
  return { problems, warnings, words: parts.filter(Boolean).join(', ') };
}

function say(n: number, word: string): string {
  return n === 0 ? '' : `${n} ${word}${n === 1 ? '' : 's'}`;
}
