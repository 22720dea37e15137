import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../../format.ts';
import { formatRowFilters } from '../../view/rowFilters.ts';
import { countNew, mostRows } from '../../view/rowsFollow.ts';
import { useListKeys } from '../groups/useListKeys.ts';
import { useCommands } from '../keys/useCommands.ts';
import { Lists } from '../Lists.tsx';
import { navigate } from '../location.ts';
import { CopyNote, copyText } from '../text/copy.tsx';
import { toClock } from '../text/Time.tsx';
import { filters, narrow } from './filters.ts';
import { RowFilterBar } from './RowFilterBar.tsx';
import { RowTable } from './RowTable.tsx';
import * as rows from './rows.ts';
import { useLiveRows } from './useLiveRows.ts';

/** `/rows`: log lines, exceptions, events and metrics of all calls, newest first, as they come. */
export function RowsPage() {
  const table = useListKeys();
  useLiveRows(table);
  useSignalEffect(() => void rows.show(filters.value));
  useCommands({
    back: () => navigate('/rows'),
    showNew,
    pause,
    copyLink: () => void copyText(location.href, 'Link'),
  });
  const { value: list } = rows.list;
  return (
    <main class="page groups rows">
      <h1>Rows</h1>
      <div class="rows-head">
        <Lists />
        <Pause />
        <NewRows />
      </div>
      <RowFilterBar />
      {rows.error.value !== undefined && rows.error.value.status > 0 && (
        <p class="error" role="alert">
          {rows.error.value.message}
        </p>
      )}
      <div class="progress" hidden={!rows.loading.value} />
      <section ref={table} aria-label="Rows" aria-busy={list === undefined}>
        {list !== undefined && list.items.length > 0 && <RowTable rows={list.items} />}
      </section>
      {list !== undefined && <End />}
      <CopyNote />
    </main>
  );
}

function showNew() {
  rows.showNew();
  scrollTo(0, 0);
}

function pause() {
  rows.paused.value = !rows.paused.value;
}

function Pause() {
  const { value: paused } = rows.paused;
  return (
    <button
      type="button"
      class={`quiet live is-${paused ? 'paused' : 'live'}`}
      title={`${paused ? 'This page stands still; the receiver goes on.' : 'Rows are shown as they come.'} (p)`}
      aria-pressed={paused}
      aria-label={paused ? 'Paused. Go on' : 'Live. Pause'}
      onClick={pause}
    >
      <span aria-hidden="true">{paused ? '❚❚' : '●'}</span> {paused ? 'paused' : 'live'}
    </button>
  );
}

/** How many rows came that are not shown, and the button that shows them. */
function NewRows() {
  const { value: list } = rows.list;
  const count = list === undefined ? 0 : countNew(list);
  if (count === 0) return null;
  const most = count === list?.fresh?.items.length && list.fresh.next !== null ? '+' : '';
  return (
    <button type="button" class="new-calls" onClick={showNew}>
      ▲ {formatCount(count)}
      {most} new {count === 1 ? 'row' : 'rows'} <kbd>.</kbd>
    </button>
  );
}

/** Below the last row: more of them, or why there are none. */
function End() {
  const { value: list } = rows.list;
  const last = list?.items.at(-1);
  if (list === undefined || rows.loading.value) return null;
  if (list.items.length >= mostRows && last !== undefined) {
    return (
      <p class="dim">
        {formatCount(mostRows)} rows are shown.{' '}
        <button
          type="button"
          onClick={() => narrow({ to: new Date(Date.parse(last.timestamp) + 1).toISOString() })}
        >
          show those before {toClock(last.timestamp)}
        </button>
      </p>
    );
  }
  if (list.next !== null) return <Older key={list.next} next={list.next} />;
  if (list.items.length > 0) return null;
  return (
    <p role="status">
      No row is like this{formatRowFilters(filters.value) === '' ? ' in the last 1 h' : ''}.{' '}
      <button type="button" onClick={() => narrow({ ...noFilters, from: beginning })}>
        All rows of all time
      </button>
    </p>
  );
}

/** Asks for older rows when it comes in sight; a new one for each part, as one that stays in sight is told of once. */
function Older({ next }: { next: string }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (button.current === null) return;
    const observer = new IntersectionObserver(([seen]) => {
      if (seen?.isIntersecting) void rows.loadOlder();
    });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, []);
  const [at = ''] = next.split('~');
  return (
    <button ref={button} type="button" onClick={() => void rows.loadOlder()}>
      look further back than {toClock(at)}
    </button>
  );
}

const noFilters = { q: '', kind: '', severity: '', app: '', to: '' } as const;
/** Before every row: the query has no word for all time. */
const beginning = new Date(0).toISOString();
