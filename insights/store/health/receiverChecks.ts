import type { Check } from '../../api.ts';
import type { Mishap } from '../../mishaps.ts';
import type { KeepingState } from '../keeping.ts';

const shown = 10;

/** Whether what comes is kept, and which errors the receiver itself met, since it was started. */
export function receiverChecks(
  { trouble, shown: isShown, lost }: KeepingState,
  mishaps: readonly Mishap[],
): readonly Check[] {
  return [keptCheck(trouble, isShown, lost), mishapCheck(mishaps)];
}

function keptCheck(trouble: string | undefined, isShown: boolean, lost: number): Check {
  const name = 'Telemetry kept';
  const rows = `${lost.toLocaleString('en-US')} row${lost === 1 ? '' : 's'}`;
  if (trouble === undefined && lost === 0) {
    return { name, state: 'ok', count: 0, text: 'Everything that came was kept.' };
  }
  if (trouble === undefined) {
    const text = `${rows} could not be kept; since then everything is.`;
    return { name, state: 'warn', count: lost, text };
  }
  return {
    name,
    state: 'fail',
    count: lost,
    text: isShown
      ? `Nothing is kept: ${trouble}. What comes is shown until the receiver ends.`
      : `Nothing is kept: ${trouble}. ${rows} lost so far; calls and jobs go on.`,
    fix: isShown
      ? 'Stop it, see to the file insights.db (a damaged one can be removed), and start again.'
      : 'Make room on the disk, or end what holds the file insights.db; it is tried again by itself.',
  };
}

function mishapCheck(mishaps: readonly Mishap[]): Check {
  const name = 'Errors of the receiver';
  const count = mishaps.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return { name, state: 'ok', count, text: 'The receiver itself met no error.' };
  return {
    name,
    state: 'fail',
    count,
    text: `The receiver itself met ${count === 1 ? 'an error' : `${count.toLocaleString('en-US')} errors`}, and went on.`,
    fix: 'It is a bug of the local Application Insights: tell its developers the lines below.',
    examples: mishaps
      .slice(0, shown)
      .map((each) => ({ text: `${each.text} × ${each.count.toLocaleString('en-US')}` })),
  };
}
