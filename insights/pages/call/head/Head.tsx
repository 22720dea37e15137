import { useMemo } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { formatAgo } from '../../../format.ts';
import { type Asked, readAsked } from '../../../view/again/asked.ts';
import { formatClock, formatOffset } from '../../../view/clock.ts';
import type { CallRef } from '../../../view/compare/callRefs.ts';
import type { Explanation } from '../../../view/explain.ts';
import type { KqlSubject } from '../../../view/kql.ts';
import { BackLink } from '../../backToList.tsx';
import { useCommands } from '../../keys/useCommands.ts';
import { path } from '../../location.ts';
import { copyNote, copyText } from '../../text/copy.tsx';
import { Outcome } from '../../text/Outcome.tsx';
import { clockPlace } from '../../text/Time.tsx';
import { AgainMenu } from '../again/AgainMenu.tsx';
import { selectRow } from '../callView.ts';
import { goToNeighbour, type OpenCall } from '../neighbour.ts';
import { toInvocations } from '../rows/invocations.ts';
import type { CallTotals } from '../rows/totals.ts';
import { useRequestRow } from '../rows/useRequestRow.ts';
import { asText, kqlOf, readSnippet, saveCall } from './exports.ts';
import { type Choice, Menu } from './Menu.tsx';

/** The first line of a call: the way back and on, what it was, when, and what can be taken along. */
export function Head({
  totals,
  subject,
  rows,
  live,
  open,
  call,
}: {
  totals: CallTotals;
  subject: KqlSubject;
  rows: readonly StoredRow[];
  live: boolean;
  open: OpenCall;
  call: CallRef;
}) {
  const older = () => goToNeighbour('older', open);
  const newer = () => goToNeighbour('newer', open);
  const copyLink = () => void copyText(location.href, 'Link');
  useCommands({ down: older, up: newer, copyLink });
  const whole = useRequestRow(rows);
  const was = useMemo(() => readAsked(whole.rows), [whole.rows]);
  const save = (form: keyof typeof asText) => () => {
    saveCall(form, subject.value, rows).catch(() => {
      copyNote.value = 'The receiver did not give all of it';
    });
  };
  return (
    <header class="call-head">
      <BackLink />
      <span class="steps">
        <button type="button" class="quiet" title="Older call (j)" onClick={older}>
          ↓<span class="visually-hidden"> older call</span>
        </button>
        <button type="button" class="quiet" title="Newer call (k)" onClick={newer}>
          ↑<span class="visually-hidden"> newer call</span>
        </button>
      </span>
      <h1>
        <Outcome outcome={totals.outcome} failed={totals.failed} />{' '}
        <span class="call-name">{totals.name}</span>
      </h1>
      <When at={totals.timestamp} />
      {live && (
        <span class="live-dot" title="Rows that come are shown at once">
          ● live
        </span>
      )}
      <span class="menus">
        <AgainMenu call={call} rows={rows} />
        <Menu
          label="Copy"
          choices={[
            { label: 'Link', choose: copyLink },
            { label: 'ID', choose: () => void copyText(subject.value, 'ID') },
            { label: 'JSON', choose: () => void copyText(asText.json(rows), 'JSON') },
            { label: 'Markdown', choose: () => void copyText(asText.markdown(), 'Markdown') },
            {
              label: 'KQL',
              choose: () => void copyText(kqlOf(subject, rows).applicationInsights, 'KQL'),
            },
            ...('asked' in was ? snippetChoices(was.asked) : []),
          ]}
        />
        <Menu
          label="Export"
          choices={[
            { label: 'JSON', choose: save('json') },
            { label: 'Markdown', choose: save('markdown') },
            { label: 'Perfetto trace', choose: save('perfetto') },
          ]}
        />
      </span>
    </header>
  );
}

/** Its request as something to run. */
function snippetChoices(asked: Asked): readonly Choice[] {
  const forms = [
    ['curl', 'curl'],
    ['OpenAI, Node.js', 'node'],
    ['OpenAI, Python', 'python'],
  ] as const;
  return forms.map(([label, form]) => ({
    label,
    choose: () => void copyText(readSnippet(form, asked), label),
  }));
}

/** Day, date and time with the zone: the one place that gives them in full. */
function When({ at }: { at: string }) {
  const { timeZone, now } = clockPlace();
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return <span>{at}</span>;
  const date = then.toLocaleDateString('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(then.getFullYear() !== new Date(now).getFullYear() && { year: 'numeric' }),
  });
  const clock = formatClock(then.getTime(), { timeZone, now: then.getTime() });
  return (
    <time dateTime={at} title={`${at}, ${formatAgo(then.getTime(), now)}`}>
      {date} {clock} <span class="dim">({formatOffset(at, timeZone)})</span>
    </time>
  );
}

const shown = 12;

/** Says that an operation holds several invocations, and leads to each of them. */
export function Others({
  all: rows,
  session,
}: {
  /** The rows of the whole operation. */
  all: readonly StoredRow[];
  session: string | undefined;
}) {
  const invocations = useMemo(() => toInvocations(rows), [rows]);
  if (invocations.length < 2) return null;
  const all = path.value;
  return (
    <nav class="others" aria-label="Invocations of this operation">
      <span class="dim">{invocations.length} invocations in this operation:</span>
      <a href={all} aria-current={session === undefined ? 'true' : undefined}>
        all
      </a>
      {invocations.slice(0, shown).map((each) => (
        <a
          key={each.session}
          href={`${all}?session=${encodeURIComponent(each.session)}`}
          aria-current={session === each.session ? 'true' : undefined}
          title={each.session}
        >
          {each.function} <span class="dim">{each.outcome}</span>
        </a>
      ))}
      {invocations.length > shown && (
        <span class="dim">and {invocations.length - shown} more: see Rows</span>
      )}
    </nav>
  );
}

/** What happened, what to do about it, and where it began. */
export function Sentence({
  explanation: { text, fix },
  cause,
}: {
  explanation: Explanation;
  cause: StoredRow | undefined;
}) {
  return (
    <p class="sentence">
      <strong>{text}</strong>
      {fix !== undefined && <span class="fix"> ▸ {fix}</span>}
      {cause !== undefined && (
        <button type="button" onClick={() => selectRow(cause.seq)} title="First cause (e)">
          first cause ↓
        </button>
      )}
    </p>
  );
}
