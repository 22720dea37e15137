import { signal } from '@preact/signals';
import type { Fault } from '../../../api.ts';
import type { Asked } from '../../../view/again/asked.ts';
import type { CallRef } from '../../../view/compare/callRefs.ts';
import { followTrace } from '../../useTrace.ts';
import type { Run, Runs } from './progress.ts';
import { sendAgain } from './sendAgain.ts';

/** What this tab runs again, or ran again last; it goes on while other pages are looked at. */
export const runs = signal<Runs | undefined>(undefined);

let controller = new AbortController();
const never = new AbortController().signal;

/** Runs a call again so many times, one after the other; whatever becomes of one, the next follows. Nothing when runs are under way. */
export async function runAgain(
  of: CallRef,
  asked: Asked,
  { wanted, fault }: { wanted: number; fault?: Fault },
): Promise<void> {
  if (runs.value?.goesOn) return;
  const own = new AbortController();
  controller = own;
  runs.value = { of, wanted, goesOn: true, runs: [] };
  const change = (to: (current: Runs) => Partial<Runs>) => {
    // The rows of a run may come when others have begun.
    if (controller === own && runs.value) runs.value = { ...runs.value, ...to(runs.value) };
  };
  const put = (index: number, run: Run) =>
    change((current) => ({ runs: Object.assign([...current.runs], { [index]: run }) }));
  for (let index = 0; index < wanted && !own.signal.aborted; index++) {
    put(index, 'asking');
    const sent = await sendAgain(asked, fault, own.signal);
    const isSought = typeof sent === 'object' && 'wanted' in sent;
    put(index, isSought ? 'sought' : sent);
    // The search ends by itself, and goes on when the runs are stopped: what has begun leaves a trace.
    if (isSought) followTrace(sent.wanted, (found) => put(index, found), never);
  }
  change(() => ({ goesOn: false }));
}

/** Ends the run under way, and begins no other. */
export function stopRuns(): void {
  controller.abort();
}
