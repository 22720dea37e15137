import { useMemo } from 'preact/hooks';
import type { Fault, Info, StoredRow } from '../../../api.ts';
import { type CallRef, compareHref, formatCallRef } from '../../../view/compare/callRefs.ts';
import { type Rerun, times, toRerun } from '../../../view/rerun.ts';
import { useCommands } from '../../keys/useCommands.ts';
import { navigate } from '../../location.ts';
import { useJson } from '../../request.ts';
import { note } from '../../text/copy.tsx';
import { type Choice, Menu } from '../head/Menu.tsx';
import { useRequestRow } from '../rows/useRequestRow.ts';
import { keep, kept } from './kept.ts';
import { runAgain, runs } from './runs.ts';

/** The menu of a call that runs it again, as it was or with a fault, leads to where it can be changed, and to a comparison. */
export function AgainMenu({ call, rows }: { call: CallRef; rows: readonly StoredRow[] }) {
  const info = useJson<Info>('/api/info').value;
  const { rows: whole, loading } = useRequestRow(rows);
  const rerun = useMemo(
    () => (info === undefined || loading ? undefined : toRerun(whole, info)),
    [whole, loading, info],
  );
  useCommands({ keep: () => compare(call) });
  return (
    <Menu
      label="Run again"
      openBy="again"
      choices={[
        ...(rerun === undefined ? [reading] : toChoices(rerun, call)),
        { label: compareLabel(call), choose: () => compare(call) },
      ]}
    />
  );
}

const reading: Choice = { label: 'Run again', note: 'Its request is being read.' };
const faultLabels: Readonly<Record<Fault, string>> = {
  throttled: 'Throttled once',
  slow: 'Slow',
  cut: 'Cut off',
};

function toChoices(rerun: Rerun, call: CallRef): readonly Choice[] {
  if ('missing' in rerun) {
    const { missing, editable } = rerun;
    const edit = {
      label: 'Edit in Try it',
      note: 'With what is known of it.',
      href: tryHref(call),
    };
    return [{ label: 'Run again', note: missing }, ...(editable ? [edit] : [])];
  }
  const { asked, faults } = rerun;
  const isBusy = runs.value?.goesOn === true;
  const run = (wanted: number, fault?: Fault): Pick<Choice, 'choose' | 'note'> =>
    isBusy
      ? { note: 'Runs are under way.' }
      : { choose: () => void runAgain(call, asked, { wanted, ...(fault && { fault }) }) };
  return [
    ...times.map((wanted) => ({
      label: wanted === 1 ? 'Once' : `${wanted} times`,
      ...run(wanted),
    })),
    ...faults.map((fault) => ({ label: faultLabels[fault], ...run(1, fault) })),
    { label: 'Edit in Try it', href: tryHref(call) },
  ];
}

function tryHref({ operation, session }: CallRef): string {
  const from = new URLSearchParams({ from: operation });
  if (session !== undefined) from.set('session', session);
  return `/try?${from}`;
}

function compareLabel(call: CallRef): string {
  return isOther(call) ? 'Compare with the kept call' : 'Keep to compare';
}

/** Whether a call is kept that this one can be held against. */
function isOther(call: CallRef): boolean {
  return kept.value !== undefined && formatCallRef(kept.value) !== formatCallRef(call);
}

/** Keeps a call, or holds it against the one that is kept. */
function compare(call: CallRef): void {
  if (kept.value !== undefined && isOther(call)) {
    const both = [kept.value, call];
    keep(undefined);
    navigate(compareHref(both));
    return;
  }
  keep(call);
  note('Kept: open another call and press m, or choose it in its menu');
}
