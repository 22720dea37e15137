import { useRef } from 'preact/hooks';
import type { Command } from '../../../view/keys.ts';
import { useCommands } from '../../keys/useCommands.ts';
import { Words } from '../../text/texts.tsx';

/** Something that can be chosen in a menu. */
export interface Choice {
  readonly label: string;
  /** What is good to know of it, or why it cannot be chosen. */
  readonly note?: string | undefined;
  /** Where it leads; then it is a link. */
  readonly href?: string;
  /** Without it, and without `href`, it cannot be chosen. */
  choose?(): void;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** A button that unfolds choices; it folds when one is chosen, when the focus leaves and by Esc. The arrows go through them. */
export function Menu({
  label,
  choices,
  openBy,
}: {
  label: string;
  choices: readonly Choice[];
  /** The key that unfolds it, too. */
  openBy?: Command;
}) {
  const box = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (box.current) box.current.open = false;
  };
  const items = () => [...(box.current?.querySelectorAll<HTMLElement>('li > *') ?? [])];
  useCommands(
    openBy === undefined
      ? {}
      : {
          [openBy]: () => {
            if (box.current) box.current.open = true;
            items()[0]?.focus();
          },
        },
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (box.current?.open !== true) return;
    const step = steps[event.key];
    if (step === undefined && event.key !== 'Escape') return;
    event.stopPropagation();
    if (step === undefined) {
      close();
      box.current.querySelector('summary')?.focus();
      return;
    }
    event.preventDefault();
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = at === -1 && step < 0 ? -1 : at + step;
    all.at(to % all.length)?.focus();
  };
  return (
    <details
      class="menu"
      ref={box}
      onFocusOut={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && box.current?.contains(relatedTarget))) close();
      }}
      onKeyDown={onKeyDown}
    >
      <summary>{label}</summary>
      <ul>
        {choices.map((choice, place) => (
          // By its place: what has the focus keeps it when the choices become others.
          <li key={place}>
            <Item choice={choice} onChosen={close} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** One that cannot be chosen takes the focus too, so that its reason is read out. */
function Item({ choice, onChosen }: { choice: Choice; onChosen: () => void }) {
  const { label, note, href, choose } = choice;
  const words = (
    <>
      {label}
      {note !== undefined && (
        <small class="menu-note">
          <Words text={note} />
        </small>
      )}
    </>
  );
  if (href !== undefined) return <a href={href}>{words}</a>;
  return (
    <button
      type="button"
      class="quiet"
      aria-disabled={choose === undefined}
      onClick={() => {
        if (choose === undefined) return;
        onChosen();
        choose();
      }}
    >
      {words}
    </button>
  );
}
