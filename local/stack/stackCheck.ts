import type { Mishap } from './mishaps.ts';

/** A line of the health page. */
export interface StackCheck {
  readonly name: string;
  readonly state: 'ok' | 'fail';
  readonly count: number;
  /** The finding in plain words. */
  readonly text: string;
  /** What to do about it. */
  readonly fix?: string;
  readonly examples?: readonly { readonly text: string }[];
}

/** The errors of the stack's parts since its start, for the health page. */
export function toStackCheck(mishaps: readonly Mishap[]): StackCheck {
  const name = 'The local stack';
  const count = mishaps.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return { name, state: 'ok', count, text: 'No error in any part of the stack.' };
  return {
    name,
    state: 'fail',
    count,
    text: `Parts of the stack met ${count === 1 ? 'an error' : `${count.toLocaleString('en-US')} errors`}, and went on.`,
    fix: 'Free space on the disk if it is full. Anything else is a bug of the stack: report the lines below.',
    examples: mishaps
      .slice(0, 10)
      .map(({ text, count: times }) => ({ text: `${text} × ${times}` })),
  };
}
