import type { Check, Example } from '../../api.ts';

/** How many examples a check shows. */
export const shown = 10;

/** What a check says. */
export interface CheckWords {
  readonly name: string;
  readonly state: 'warn' | 'fail';
  readonly ok: string;
  /** What was found, after the count; of one, and of more. */
  readonly found: readonly [one: string, more: string];
  readonly fix: string;
}

/** A check in its words, by how often something was found; `examples` are the first of them. */
export function toCheck(
  { name, state, ok, found, fix }: CheckWords,
  count: number,
  examples: readonly Example[],
): Check {
  if (count === 0) return { name, state: 'ok', count, text: ok };
  const text = `${count.toLocaleString('en-US')} ${found[count === 1 ? 0 : 1]}`;
  return { name, state, count, text, fix, examples };
}
