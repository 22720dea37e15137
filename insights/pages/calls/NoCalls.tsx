import { useState } from 'preact/hooks';
import type { Info } from '../../api.ts';
import { formatSpan } from '../../format.ts';
import { type ClockPlace, formatClock } from '../../view/clock.ts';
import type { CallFilters, Range } from '../../view/urlState.ts';
import { clockPlace } from '../text/Time.tsx';
import { clearFilters, filters, isFiltered, narrow } from './filters/filters.ts';
import { toTimeChoice, toTimes } from './filters/times.ts';
import * as calls from './list/calls.ts';

/** What to do for the first call; the list takes its place when one comes. */
export function NoneYet({ info }: { info: Info | undefined }) {
  return (
    <div class="no-calls">
      <h2>No calls yet</h2>
      {info?.app && (
        <>
          <p>
            Ask one in <a href="/try">Try it</a>, or run:
          </p>
          <CopyCommand text={toCurl(info.app)} />
        </>
      )}
      {info && (
        <>
          <p>{info.app ? 'Or point' : 'Point'} any app that speaks to Application Insights here:</p>
          <CopyCommand text={`APPLICATIONINSIGHTS_CONNECTION_STRING="${info.connectionString}"`} />
          <p>Or one that sends OpenTelemetry, by http/protobuf, http/json or grpc:</p>
          <CopyCommand text={`OTEL_EXPORTER_OTLP_ENDPOINT="${info.otlpEndpoint}"`} />
        </>
      )}
      <p class="dim" role="status">
        <span class="waiting" aria-hidden="true" /> Waiting for the first; this page moves on by
        itself.
      </p>
    </div>
  );
}

function toCurl(app: string): string {
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'Say hello' }] });
  return `curl ${app}/api/v1/chat/completions -H 'content-type: application/json' -d '${body}'`;
}

/** A line for a terminal, and the button that copies it. */
function CopyCommand({ text }: { text: string }) {
  const [said, setSaid] = useState('Copy');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed'),
    );
  return (
    <div class="command">
      <pre>{text}</pre>
      <button type="button" onClick={() => void copy()}>
        {said}
      </button>
    </div>
  );
}

/** Says by which filters no call is left, and takes them away. */
export function NoneFound({ start }: { start: string | undefined }) {
  const shown = calls.shown.value ?? filters.value;
  const isAllTime = toTimeChoice(shown, start) === 'all';
  return (
    <div class="no-calls" role="status">
      <p>{toNarrowing(shown, start, clockPlace())}</p>
      <p>
        {isFiltered.value && (
          <button type="button" class="primary" onClick={clearFilters}>
            Clear (Esc)
          </button>
        )}{' '}
        {!isAllTime && (
          <button type="button" onClick={() => narrow(toTimes('all', start, Date.now()))}>
            Look in all time
          </button>
        )}{' '}
        {shown.all === '' && (
          <button type="button" onClick={() => narrow({ all: '1' })}>
            Show all requests
          </button>
        )}
      </p>
    </div>
  );
}

const rangeNames: Readonly<Record<Range, string>> = {
  '15m': '15 min',
  '1h': '1 h',
  '24h': '24 h',
  '7d': '7 days',
};

/** Says why a list is empty: `No call in the last 1 h has outcome failed and took 2.00 s or longer.` */
function toNarrowing(filters: CallFilters, start: string | undefined, place: ClockPlace): string {
  const conditions = [
    filters.q && `matches “${filters.q}”`,
    filters.outcome && `has outcome ${filters.outcome}`,
    filters.code && `had error ${filters.code}`,
    filters.app && `is of ${filters.app}`,
    filters.assistant && `was answered by ${filters.assistant}`,
    filters.caller && `came from ${filters.caller}`,
    filters.function && `ran ${filters.function}`,
    filters.model && `asked ${filters.model}`,
    filters.minMs > 0 && `took ${formatSpan(filters.minMs)} or longer`,
    filters.conversation && `is of conversation ${filters.conversation}`,
    filters.session && `is of session ${filters.session}`,
    filters.job && `is of job ${filters.job}`,
  ].filter((condition) => typeof condition === 'string' && condition !== '');
  const when = toWhen(filters, start, place);
  const last = conditions.pop();
  if (last === undefined) return `No calls${when}.`;
  return `No call${when} ${conditions.length === 0 ? last : `${conditions.join(', ')} and ${last}`}.`;
}

function toWhen(filters: CallFilters, start: string | undefined, place: ClockPlace): string {
  const { from, to, range } = filters;
  switch (toTimeChoice(filters, start)) {
    case 'all':
      return '';
    case 'today':
      return ' today (UTC)';
    case 'start':
      return ' since the app was started';
    case 'fixed':
      if (from && to) return ` between ${formatClock(from, place)} and ${formatClock(to, place)}`;
      return [
        from && ` from ${formatClock(from, place)}`,
        to && ` to ${formatClock(to, place)}`,
      ].join('');
    default:
      return ` in the last ${rangeNames[range]}`;
  }
}
