import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Summary } from '../../api.ts';
import { formatCount, formatSpan, formatTotal } from '../../format.ts';
import { keyOf } from '../../view/follow.ts';
import { formatFilters, toApiQuery } from '../../view/urlState.ts';
import { Lists } from '../Lists.tsx';
import { useJson } from '../request.ts';
import { clearFilters, filters, isFiltered } from './filters/filters.ts';
import * as calls from './list/calls.ts';
import { showNewCalls } from './selection.ts';
import { useThrottled } from './useFresh.ts';

const everyMs = 1_000;

/** What all calls that the filters let through come to, and the new ones that are not shown. */
export function SummaryLine() {
  const change = useThrottled(calls.changes, everyMs);
  const asked = filters.value;
  const query = useMemo(() => toApiQuery(asked, Date.now()), [asked, change]);
  // A fixed time has the same query each time: `at` makes the URL another, so that it is asked again.
  const { value, error } = useJson<Summary>(`/api/summary?${query}&at=${change}`);
  return (
    <div class="summary">
      <p>{value === undefined || error !== undefined ? ' ' : <Totals {...value} />}</p>
      {isFiltered.value && (
        <button type="button" class="quiet" onClick={clearFilters}>
          Clear <kbd>Esc</kbd>
        </button>
      )}
      <NewCalls />
      <Lists />
    </div>
  );
}

function Totals({ calls, failed, p95Ms, costUsd, unpriced }: Summary) {
  return (
    <>
      <b>{formatCount(calls)}</b> {calls === 1 ? 'call' : 'calls'} ·{' '}
      {failed === 0 ? (
        <span class="dim">0 failed</span>
      ) : (
        <a class="error" href={`/calls?${formatFilters({ ...filters.value, outcome: 'failed' })}`}>
          {formatCount(failed)} failed
        </a>
      )}
      <span class="dim">
        {' '}
        · p95 {p95Ms === null ? '–' : formatSpan(p95Ms)} ·{' '}
        <span title={costUsd === null ? 'No cost is known.' : `US$ ${costUsd}`}>
          {formatTotal(costUsd, unpriced)}
        </span>
      </span>
    </>
  );
}

/** How many calls came while the list stands still; the button shows them. */
function NewCalls() {
  const { newCount, attention } = calls.list.value;
  if (newCount === 0) return null;
  return (
    <button type="button" class="new-calls" onClick={showNewCalls}>
      <span aria-hidden="true">▲</span> {formatCount(newCount)} new
      {attention.sorted && ' or changed'} {newCount === 1 ? 'call' : 'calls'} <kbd>.</kbd>
    </button>
  );
}

const announcedMs = 5_000;

/** Tells a screen reader of new calls, by their count and no more often than each 5 s. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    let before = newest();
    const timer = setInterval(() => {
      const { items, newCount } = calls.list.peek();
      const place = items.findIndex((item) => keyOf(item) === before.key);
      const isSameList = before.shown === calls.shown.peek() && place >= 0;
      const came = isSameList ? place + newCount - before.waiting : 0;
      before = newest();
      if (came > 0) setText(`${formatCount(came)} new ${came === 1 ? 'call' : 'calls'}`);
    }, announcedMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="visually-hidden" aria-live="polite">
      {text}
    </p>
  );
}

/** Where the list begins, and how many wait above. */
function newest() {
  const { items, newCount } = calls.list.peek();
  const first = items[0];
  return { key: first && keyOf(first), waiting: newCount, shown: calls.shown.peek() };
}
