import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { StoredRow } from '../../api.ts';
import { isChat } from '../../store/toOperation.ts';
import { explain } from '../../view/explain.ts';
import type { KqlSubject } from '../../view/kql.ts';
import { readMessages } from '../../view/messages.ts';
import { toWaterfall } from '../../view/waterfall.ts';
import { backToList } from '../backToList.tsx';
import { useCommands } from '../keys/useCommands.ts';
import { navigate } from '../location.ts';
import { CopyNote, copyNote, copyText } from '../text/copy.tsx';
import { readCallView, selectRow, showCall } from './callView.ts';
import { Details } from './Details.tsx';
import { FindBox } from './FindBox.tsx';
import { quietly, stopArrows } from './focus.ts';
import { Facts } from './head/Facts.tsx';
import { Head, Others, Sentence } from './head/Head.tsx';
import { neighbourHref } from './neighbour.ts';
import { holds } from './rows/fields.ts';
import { toInvocations } from './rows/invocations.ts';
import { inTreeOrder, nextFailure } from './rows/order.ts';
import { toTotals } from './rows/totals.ts';
import { useWholeRow, useWholeRows } from './rows/wholeRow.ts';
import { Panel, TabBar, tabAfter } from './tabs/Panel.tsx';
import { indexOfRow } from './waterfall/tree/rowLines.ts';

/** A call of which rows are here. */
export function Call({
  id,
  session,
  all,
  rows,
  live,
}: {
  id: string;
  session: string | undefined;
  /** The rows of the whole operation. */
  all: readonly StoredRow[];
  /** Those that are shown. */
  rows: readonly StoredRow[];
  live: boolean;
}) {
  const { row: selected, tab, find, trueScale } = readCallView();
  const findBox = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (tab !== 'waterfall' && document.activeElement === document.body) {
      panel.current?.focus(quietly);
    }
  }, [tab]);
  const explanation = useMemo(() => explain(rows), [rows]);
  const waterfall = useMemo(() => toWaterfall(rows, { trueScale }), [rows, trueScale]);
  const totals = useMemo(() => toTotals(rows), [rows]);
  const invocations = useMemo(() => toInvocations(all), [all]);
  const ordered = useMemo(() => inTreeOrder(rows, waterfall), [rows, waterfall]);
  const whole = useWholeRows(ordered, find !== '');
  const found = useMemo(
    () => (find === '' ? [] : whole.filter((row) => holds(row, find)).map(({ seq }) => seq)),
    [whole, find],
  );
  const subject: KqlSubject =
    session === undefined ? { by: 'operation', value: id } : { by: 'session', value: session };
  const selectedRow = rows.find(({ seq }) => seq === selected);
  const selectedLine = waterfall.lines[indexOfRow(waterfall.lines, selected)];
  const cause = rows.find((row) => row === explanation.cause);
  const calls = useMemo(() => rows.filter(isChat), [rows]);
  const call = calls.find((each) => each === selectedRow) ?? calls.at(-1);
  const said = useMessageCount(call);

  const timestamp = totals?.timestamp ?? '';
  const go = (direction: 'newer' | 'older') => {
    neighbourHref(direction, { operation: id, session, timestamp })
      .then((href) => {
        if (href === undefined)
          copyNote.value = `This is the ${direction === 'newer' ? 'newest' : 'oldest'} call`;
        else navigate(href, { replace: true });
      })
      .catch(() => {}); // the banner says that the receiver is lost
  };
  useCommands({
    search: () => findBox.current?.focus(),
    nextError: () => {
      const failure = nextFailure(ordered, selected, cause);
      if (failure) selectRow(failure.seq);
    },
    previousTab: () => showCall({ tab: tabAfter(tab, -1) }),
    nextTab: () => showCall({ tab: tabAfter(tab, 1) }),
    copyLink: () => void copyText(location.href, 'Link'),
    down: () => go('older'),
    up: () => go('newer'),
    back: () => {
      if (selected !== undefined) selectRow(undefined);
      else if (find !== '') showCall({ find: '' }, { replace: true });
      else backToList();
    },
  });

  if (totals === undefined) return null;
  return (
    <main class="page call">
      <Head totals={totals} subject={subject} rows={rows} live={live} go={go} />
      <Others invocations={invocations} session={session} />
      <Sentence explanation={explanation} cause={cause} />
      <Facts totals={totals} />
      <div class="tab-line">
        <TabBar
          tab={tab}
          counts={{
            messages: said,
            logs: rows.filter(({ itemType }) => itemType === 'traces').length,
            exceptions: rows.filter(({ itemType }) => itemType === 'exceptions').length,
            rows: rows.length,
          }}
        />
        <FindBox text={find} found={found} selected={selected} box={findBox} />
      </div>
      <div class={selectedRow === undefined ? 'split' : 'split open'}>
        <section
          class="tab-panel"
          id="tab-panel"
          role="tabpanel"
          aria-labelledby={`tab-${tab}`}
          tabIndex={tab === 'waterfall' ? -1 : 0}
          ref={panel}
          onKeyDown={stopArrows}
        >
          <Panel
            tab={tab}
            rows={rows}
            waterfall={waterfall}
            subject={subject}
            hits={new Set(found)}
            calls={calls}
            call={call}
          />
        </section>
        {selectedRow !== undefined && (
          <Details key={selectedRow.seq} row={selectedRow} line={selectedLine} />
        )}
      </div>
      <CopyNote />
    </main>
  );
}

/** How many messages a call to a model holds; undefined when none are recorded, or not all of it is here yet. */
function useMessageCount(call: StoredRow | undefined): number | undefined {
  const { row, loading } = useWholeRow(call);
  return useMemo(() => {
    if (row === undefined || loading) return undefined;
    const { recorded, messages } = readMessages(row);
    return recorded ? messages.length : undefined;
  }, [row, loading]);
}
