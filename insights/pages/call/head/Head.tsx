import type { StoredRow } from '../../../api.ts';
import { formatAgo } from '../../../format.ts';
import { formatClock, formatOffset } from '../../../view/clock.ts';
import type { KqlSubject } from '../../../view/kql.ts';
import { clockPlace } from '../../text/clockPlace.ts';
import { copyNote, copyText } from '../../text/copyText.ts';
import { Outcome } from '../../text/Outcome.tsx';
import { BackLink } from '../BackLink.tsx';
import type { CallTotals } from '../rows/totals.ts';
import { asText, kqlOf, saveCall } from './exports.ts';
import { Menu } from './Menu.tsx';

/** The first line of a call: the way back and on, what it was, when, and what can be taken along. */
export function Head({
  totals,
  subject,
  rows,
  live,
  go,
}: {
  totals: CallTotals;
  subject: KqlSubject;
  rows: readonly StoredRow[];
  live: boolean;
  go(direction: 'newer' | 'older'): void;
}) {
  const save = (form: keyof typeof asText) => () => {
    saveCall(form, subject.value, rows).catch(() => {
      copyNote.value = 'The receiver did not give all of it';
    });
  };
  return (
    <header class="call-head">
      <BackLink />
      <span class="steps">
        <button type="button" class="quiet" title="Older call (j)" onClick={() => go('older')}>
          ↓<span class="visually-hidden"> older call</span>
        </button>
        <button type="button" class="quiet" title="Newer call (k)" onClick={() => go('newer')}>
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
        <Menu
          label="Copy"
          choices={[
            { label: 'Link', choose: () => void copyText(location.href, 'Link') },
            { label: 'ID', choose: () => void copyText(subject.value, 'ID') },
            { label: 'JSON', choose: () => void copyText(asText.json(rows), 'JSON') },
            { label: 'Markdown', choose: () => void copyText(asText.markdown(rows), 'Markdown') },
            {
              label: 'KQL',
              choose: () => void copyText(kqlOf(subject, rows).applicationInsights, 'KQL'),
            },
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

/** Day, date and time with the zone: here it is told in full, once. */
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
