import { useState } from 'preact/hooks';
import type { StoredRow } from '../../api.ts';
import type { Line } from '../../view/waterfall.ts';
import { CopyButton } from '../text/CopyButton.tsx';
import { LongText } from '../text/LongText.tsx';
import { Time } from '../text/Time.tsx';
import { selectRow } from './callView.ts';
import { FieldRow } from './details/FieldRow.tsx';
import { Summary } from './details/Summary.tsx';
import { toFieldGroups } from './rows/fields.ts';
import { useWholeRow } from './rows/useWholeRow.ts';
import { stopArrows } from './stopArrows.ts';

/** All that is known of the selected row: searched, copied value by value, or as the JSON that it is. */
export function Details({ row: given, line }: { row: StoredRow; line: Line | undefined }) {
  const [search, setSearch] = useState('');
  const [raw, setRaw] = useState(false);
  const { row = given, loading } = useWholeRow(given);
  const wanted = search.toLowerCase();
  const groups = toFieldGroups(row)
    .map(({ title, fields }) => ({
      title,
      fields: fields.filter(({ name, value }) =>
        `${name}\n${value}`.toLowerCase().includes(wanted),
      ),
    }))
    .filter(({ fields }) => fields.length > 0);
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
        groups.map(({ title, fields }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl class="fields">
              {fields.map((field) => (
                <FieldRow key={field.name} field={field} />
              ))}
            </dl>
          </section>
        ))
      )}
      {!raw && groups.length === 0 && <p class="dim">Nothing in this row is “{search}”.</p>}
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
