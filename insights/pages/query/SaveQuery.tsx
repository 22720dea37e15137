import { useState } from 'preact/hooks';
import { note } from '../text/copy.tsx';
import { keepQuery } from './kept.ts';

const longestName = 80;

/** Keeps the query under a name, in this browser. */
export function SaveQuery({ text }: { text: string }) {
  const [name, setName] = useState<string>();
  if (name === undefined) {
    return (
      <button type="button" disabled={text.trim() === ''} onClick={() => setName('')}>
        Save
      </button>
    );
  }
  return (
    <form
      class="query-save"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = name.trim();
        if (wanted === '') return;
        note(
          keepQuery(wanted, text)
            ? `${wanted} saved`
            : 'It could not be saved: too long, or no room',
        );
        setName(undefined);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setName(undefined);
      }}
    >
      <input
        aria-label="Name of the query"
        placeholder="name"
        maxLength={longestName}
        value={name}
        ref={(element) => element?.focus()}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
      />
      <button type="submit" class="primary">
        Save
      </button>
    </form>
  );
}
