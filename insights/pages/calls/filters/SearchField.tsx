import { useEffect, useRef, useState } from 'preact/hooks';
import { tellCommand, useCommands } from '../../keys/useCommands.ts';

const restMs = 250;

/** Looks for text in a list, once the typing rests. Esc empties it, and then leaves it; ↓ leads to the first row. */
export function SearchField({
  q,
  placeholder,
  title,
  onSearch,
}: {
  q: string;
  placeholder: string;
  title: string;
  onSearch: (q: string) => void;
}) {
  const [text, setText] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** What the list was last asked for here: as it comes back, more may have been typed. */
  const asked = useRef(q);
  useEffect(() => {
    if (q === asked.current) return;
    asked.current = q;
    setText(q);
  }, [q]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useCommands({
    search() {
      field.current?.focus();
      field.current?.select();
    },
  });
  const ask = (value: string, afterMs: number) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      asked.current = value.trim();
      onSearch(asked.current);
    }, afterMs);
  };
  return (
    <input
      ref={field}
      class="search"
      type="search"
      aria-label="Search"
      aria-keyshortcuts="/"
      placeholder={placeholder}
      title={title}
      autocomplete="off"
      spellcheck={false}
      value={text}
      onInput={({ currentTarget }) => ask(currentTarget.value, restMs)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') ask(text, 0);
        if (event.key === 'ArrowDown' && tellCommand('down')) event.preventDefault();
        if (event.key !== 'Escape') return;
        event.preventDefault();
        if (text === '') field.current?.blur();
        else ask('', 0);
      }}
    />
  );
}
