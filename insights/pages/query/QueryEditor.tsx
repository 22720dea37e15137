import { useEffect, useRef, useState } from 'preact/hooks';
import type { Mark } from '../../queryApi.ts';
import type { Editor } from './editor/createEditor.ts';

/** The text of the query. Until the editor has been loaded, and where it cannot be, it is a plain field. */
export function QueryEditor({
  text,
  given,
  marks,
  place,
  onChange,
  onRun,
}: {
  text: string;
  /** A text that takes the place of what is written; a new object does so again. What is written is told, not given back: a keystroke may be faster. */
  given: { readonly text: string };
  marks: readonly Mark[];
  /** Where the caret is to go; a new object goes there again. */
  place: { readonly at: number } | undefined;
  onChange: (text: string) => void;
  /** Takes the text as it is now, which the page may not know yet. */
  onRun: (text: string) => void;
}) {
  const parent = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor>();
  const [failed, setFailed] = useState(false);
  const madeWith = useRef<object | undefined>(undefined);
  const latest = useRef({ given, onChange, onRun });
  latest.current = { given, onChange, onRun };
  useEffect(() => {
    let wanted = true;
    let made: Editor | undefined;
    import('./editor/createEditor.ts').then(
      ({ createEditor }) => {
        if (!wanted || parent.current === null) return;
        madeWith.current = latest.current.given;
        made = createEditor(parent.current, latest.current.given.text, {
          onChange: (next) => latest.current.onChange(next),
          onRun: (now) => latest.current.onRun(now),
        });
        made.focus();
        setEditor(made);
      },
      () => setFailed(true),
    );
    return () => {
      wanted = false;
      made?.remove();
    };
  }, []);
  useEffect(() => {
    // Of what it was made with, more may be written by now.
    if (editor !== undefined && madeWith.current !== given) editor.setText(given.text);
  }, [editor, given]);
  useEffect(() => editor?.setMarks(marks), [editor, marks]);
  useEffect(() => {
    if (place !== undefined) editor?.goTo(place.at);
  }, [editor, place]);
  if (failed) {
    return (
      <textarea
        class="query-plain mono"
        aria-label="Query"
        rows={8}
        value={text}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onRun(text);
        }}
      />
    );
  }
  return <div class="query-editor" ref={parent} />;
}
