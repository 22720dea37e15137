import { useRef } from 'preact/hooks';

/** Something that can be chosen in a menu. */
export interface Choice {
  readonly label: string;
  choose(): void;
}

/** A button that unfolds choices; it folds when one is chosen, when the focus leaves and by Esc. */
export function Menu({ label, choices }: { label: string; choices: readonly Choice[] }) {
  const box = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (box.current) box.current.open = false;
  };
  return (
    <details
      class="menu"
      ref={box}
      onFocusOut={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && box.current?.contains(relatedTarget))) close();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || box.current?.open !== true) return;
        event.stopPropagation();
        close();
        box.current.querySelector('summary')?.focus();
      }}
    >
      <summary>{label}</summary>
      <ul>
        {choices.map(({ label: text, choose }) => (
          <li key={text}>
            <button
              type="button"
              class="quiet"
              onClick={() => {
                close();
                choose();
              }}
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
