import { effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { keyTable } from '../../view/keys.ts';

const key = 'callspan.characterKeys';

/** Whether keys that write a character do something (WCAG 2.1.4); remembered on this machine. */
export const characterKeys = signal(localStorage.getItem(key) !== 'off');

effect(() => localStorage.setItem(key, characterKeys.value ? 'on' : 'off'));

const names: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** All keys and what they do, and the switch that turns off those that write a character. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const closing = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    closing.current?.focus();
  }, []);
  const close = () => dialog.current?.close();
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-title" closedby="any" onClose={onClose}>
      <h2 id="keys-title">Keys</h2>
      <dl>
        {keyTable.map(({ keys, command, does }) => (
          <div key={command}>
            <dt>
              {keys.map((key) => (
                <KeyName key={key} keys={key} />
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input
          type="checkbox"
          checked={characterKeys.value}
          onChange={({ currentTarget }) => {
            characterKeys.value = currentTarget.checked;
          }}
        />{' '}
        Single-key shortcuts. Arrows, Enter and Esc always work.
      </label>
      <button ref={closing} type="button" class="primary" onClick={close}>
        Close
      </button>
    </dialog>
  );
}

/** One key, or two pressed one after the other. */
function KeyName({ keys }: { keys: string }) {
  return (
    <span>
      {keys.split(' ').map((key) => (
        <kbd key={key}>{names[key] ?? key}</kbd>
      ))}
    </span>
  );
}
