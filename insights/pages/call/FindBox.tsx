import { useMemo, useRef } from 'preact/hooks';
import type { StoredRow } from '../../api.ts';
import { formatCount } from '../../format.ts';
import { useCommands } from '../keys/useCommands.ts';
import { selectRow, showCall } from './callView.ts';
import { holds } from './rows/fields.ts';
import { useWholeRows } from './rows/wholeRow.ts';

/** `seq` of the rows that hold a text, in the order of the rows; none for an empty text. */
export function useFound(rows: readonly StoredRow[], text: string): readonly number[] {
  const whole = useWholeRows(rows, text !== '');
  return useMemo(
    () => (text === '' ? [] : whole.filter((row) => holds(row, text)).map(({ seq }) => seq)),
    [whole, text],
  );
}

/** Finds rows of the call by any field. The rows that were found are marked, and gone through one by one. */
export function FindBox({
  text,
  found,
  selected,
}: {
  text: string;
  /** `seq` of the rows that were found, in the order of the view. */
  found: readonly number[];
  selected: number | undefined;
}) {
  const box = useRef<HTMLInputElement>(null);
  useCommands({ search: () => box.current?.focus() });
  const at = selected === undefined ? -1 : found.indexOf(selected);
  const go = (step: 1 | -1) => {
    const from = at === -1 && step === -1 ? 0 : at;
    const next = found[(from + step + found.length) % found.length];
    if (next !== undefined) selectRow(next);
  };
  return (
    <div class="find">
      <input
        type="search"
        ref={box}
        value={text}
        placeholder="find in call"
        aria-label="Find in call"
        title="Any field: names, columns, dimensions, measurements (/)"
        onInput={({ currentTarget }) => showCall({ find: currentTarget.value }, { replace: true })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') {
            showCall({ find: '' }, { replace: true });
            event.currentTarget.blur();
          }
        }}
      />
      <span class="dim found-count" role="status">
        {text === '' ? '' : `${at === -1 ? '–' : at + 1}/${formatCount(found.length)}`}
      </span>
      <button
        type="button"
        class="quiet"
        disabled={found.length === 0}
        onClick={() => go(-1)}
        title="Found before (Shift+Enter)"
      >
        ‹<span class="visually-hidden"> found before</span>
      </button>
      <button
        type="button"
        class="quiet"
        disabled={found.length === 0}
        onClick={() => go(1)}
        title="Next found (Enter)"
      >
        ›<span class="visually-hidden"> next found</span>
      </button>
    </div>
  );
}
