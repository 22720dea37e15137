import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { StoredRow } from '../../api.ts';
import { chatsOf } from '../../genAi/attributes.ts';
import { explain } from '../../view/explain.ts';
import type { KqlSubject } from '../../view/kql.ts';
import { rowsOfSession } from '../../view/rowsOfSession.ts';
import { toWaterfall } from '../../view/waterfall.ts';
import { backToList, NotHere } from '../backToList.tsx';
import { useCommands } from '../keys/useCommands.ts';
import { CopyNote } from '../text/copy.tsx';
import { raw } from '../text/RichText.tsx';
import { AgainProgress } from './again/AgainProgress.tsx';
import { readCallView, selectRow, showCall } from './callView.ts';
import { Details } from './details/Details.tsx';
import { FindBox, useFound } from './FindBox.tsx';
import { quietly, stopArrows } from './focus.ts';
import { Facts } from './head/Facts.tsx';
import { Head, Others, Sentence } from './head/Head.tsx';
import { inTreeOrder, nextFailure } from './rows/order.ts';
import { toTotals } from './rows/totals.ts';
import { useOperation } from './rows/useOperation.ts';
import { Panel } from './tabs/Panel.tsx';
import { TabBar } from './tabs/TabBar.tsx';
import { indexOfRow } from './waterfall/tree/rowLines.ts';

/** `/calls/{operation_Id}`: all that is known of a call, or of one invocation of an operation. */
export function CallPage({ id }: { id: string }) {
  const { rows, live } = useOperation(id);
  const { session } = readCallView();
  const own = useMemo(() => rowsOfSession(rows ?? [], session), [rows, session]);
  if (rows === undefined) return <main class="page call" aria-busy="true" />;
  if (own.length === 0) return <NotHere what="row of this call" live={live} />;
  return <Call id={id} session={session} all={rows} rows={own} live={live} />;
}

/** A call that has rows. */
function Call({
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
  /** The rows that are shown. */
  rows: readonly StoredRow[];
  live: boolean;
}) {
  const { row: selected, tab, find, trueScale } = readCallView();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (tab !== 'waterfall' && document.activeElement === document.body) {
      panel.current?.focus(quietly);
    }
  }, [tab]);
  const explanation = useMemo(() => explain(rows), [rows]);
  const waterfall = useMemo(() => toWaterfall(rows, { trueScale }), [rows, trueScale]);
  const totals = useMemo(() => toTotals(rows), [rows]);
  const ordered = useMemo(() => inTreeOrder(rows, waterfall), [rows, waterfall]);
  const found = useFound(ordered, find);
  const subject: KqlSubject =
    session === undefined ? { by: 'operation', value: id } : { by: 'session', value: session };
  const selectedRow = rows.find(({ seq }) => seq === selected);
  const selectedLine = waterfall.lines[indexOfRow(waterfall.lines, selected)];
  const cause = rows.find((row) => row === explanation.cause);
  const calls = useMemo(() => chatsOf(rows), [rows]);
  const call = calls.find((each) => each === selectedRow) ?? calls.at(-1);
  useCommands({
    nextError: () => {
      const failure = nextFailure(ordered, selected, cause);
      if (failure) selectRow(failure.seq);
    },
    raw: () => {
      raw.value = !raw.value;
    },
    back: () => {
      if (selected !== undefined) selectRow(undefined);
      else if (find !== '') showCall({ find: '' }, { replace: true });
      else backToList();
    },
  });
  if (totals === undefined) return null;
  // Of an operation of several invocations the one that decided.
  const ref = { operation: id, session: session ?? totals.session ?? undefined };
  return (
    <main class="page call">
      <Head
        totals={totals}
        subject={subject}
        rows={rows}
        live={live}
        open={{ operation: id, session, timestamp: totals.timestamp }}
        call={ref}
      />
      <AgainProgress call={ref} />
      <Others all={all} session={session} />
      <Sentence explanation={explanation} cause={cause} />
      <Facts totals={totals} />
      <div class="tab-line">
        <TabBar tab={tab} rows={rows} call={call} />
        <FindBox text={find} found={found} selected={selected} />
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
