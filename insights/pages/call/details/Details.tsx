import { useMemo, useState } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { formatSpan } from '../../../format.ts';
import { toRowFacts } from '../../../view/rowFacts.ts';
import type { Line } from '../../../view/waterfall.ts';
import { CopyButton } from '../../text/copy.tsx';
import { Time } from '../../text/Time.tsx';
import { LongText } from '../../text/texts.tsx';
import { readCallView, selectRow } from '../callView.ts';
import { stopArrows } from '../focus.ts';
import { says } from '../rows/fields.ts';
import { useWholeRow } from '../rows/wholeRow.ts';
import { FieldRow } from './FieldRow.tsx';
import { Fields } from './Fields.tsx';

/** What the selected row says, and all its fields, to search and copy, or its JSON. */
export function Details({ row: given, line }: { row: StoredRow; line: Line | undefined }) {
  const [search, setSearch] = useState('');
  const [raw, setRaw] = useState(false);
  const { row = given, loading } = useWholeRow(given);
  const { find } = readCallView();
  const facts = useMemo(() => toRowFacts(row), [row]);
  const wanted = search || find;
  const attempt = line?.attempt;
  return (
    <aside class="details" aria-label="Selected row" onKeyDown={stopArrows}>
      <header>
        <h2>
          {titleOf(row)}
          {attempt !== undefined && (
            <span class="dim">
              {' '}
              · call {attempt.n} of {attempt.of}
            </span>
          )}
        </h2>
        <button
          type="button"
          class="quiet"
          title="Close (Esc)"
          onClick={() => selectRow(undefined)}
        >
          ✕<span class="visually-hidden"> close</span>
        </button>
      </header>
      {line?.row === given && <Summary line={line} />}
      {facts.length > 0 && (
        <dl class="fields row-facts">
          {facts.map((fact) => (
            <FieldRow
              key={fact.label}
              field={fact}
              hit={wanted !== '' && says(fact, wanted)}
              seq={row.seq}
            />
          ))}
        </dl>
      )}
      <p class="dim came">
        {row.itemType} · came at <Time at={row.received} />
        {loading && ' · the rest of it is on its way'}
      </p>
      <div class="details-tools">
        <input
          type="search"
          placeholder="find a field or value"
          aria-label="Find a field or value"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <button type="button" aria-pressed={raw} onClick={() => setRaw(!raw)}>
          raw JSON
        </button>
        <CopyButton text={toJson(row)} what="row as JSON" />
      </div>
      {raw ? (
        <LongText text={toJson(row)} mono />
      ) : (
        <Fields row={row} facts={facts} search={search} find={find} />
      )}
    </aside>
  );
}

function titleOf({ name, itemType, message, type }: StoredRow): string {
  if (itemType === 'exceptions') return `${type ?? 'exception'}`;
  return name ?? (message === undefined ? itemType : 'log line');
}

function toJson({ seq: _seq, received: _received, cut: _cut, ...row }: StoredRow): string {
  return JSON.stringify(row, null, 2);
}

/** A line of the waterfall in words: how it ended, when it began, how long it took and waited. */
function Summary({ line }: { line: Line }) {
  const { attempt, startMs, durationMs, code, row, skewMs } = line;
  const status = row?.customDimensions['app.http.status_code'] ?? row?.resultCode;
  const parts = [
    status === undefined || status === '0' || status === '' ? undefined : `status ${status}`,
    startMs <= 0 ? 'started with the call' : `started +${formatSpan(startMs)}`,
    `took ${formatSpan(durationMs)}`,
    attempt !== undefined && attempt.waitMs > 0
      ? `waited ${formatSpan(attempt.waitMs)} before`
      : undefined,
    skewMs === undefined ? undefined : `clocks differ by ${formatSpan(skewMs)}`,
  ];
  return (
    <p class="row-summary">
      {code !== undefined && <strong class="error">✕ {code} · </strong>}
      {parts.filter((part) => part !== undefined).join(' · ')}
    </p>
  );
}
