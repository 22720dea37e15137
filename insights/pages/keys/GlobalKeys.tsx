import { useLayoutEffect, useState } from 'preact/hooks';
import { type KeyState, noKeys, readKey, takesText } from '../../view/keys.ts';
import { navigate } from '../location.ts';
import { nextTheme } from '../screen.ts';
import { characterKeys, KeysDialog } from './KeysDialog.tsx';
import { tellCommand, useCommands } from './useCommands.ts';

/** The keys that do the same on every page, and the button that lists all of them. */
export function GlobalKeys() {
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => {
    document.addEventListener('keydown', listenToKeys);
    return () => document.removeEventListener('keydown', listenToKeys);
  }, []);
  useCommands({
    help: () => setOpen(true),
    theme: nextTheme,
    goCalls: () => navigate('/calls'),
    goConversations: () => navigate('/conversations'),
    goJobs: () => navigate('/jobs'),
    goCallers: () => navigate('/callers'),
    goErrors: () => navigate('/errors'),
    goRows: () => navigate('/rows'),
    goOverview: () => navigate('/overview'),
    goQuery: () => navigate('/query'),
    goHealth: () => navigate('/health'),
    goTry: () => navigate('/try'),
  });
  return (
    <>
      <button
        type="button"
        class="quiet"
        title="Keys (?)"
        aria-label="Keys"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        ?
      </button>
      {isOpen && <KeysDialog onClose={() => setOpen(false)} />}
    </>
  );
}

let state: KeyState = noKeys;

/** For the document: a key that asks for something is told to the page, and what the page takes does nothing else. */
function listenToKeys(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isInDialog()) return;
  // Of an event from within a shadow tree, such as the editor's, `target` is the whole tree.
  const [inner] = event.composedPath();
  const target = inner instanceof HTMLElement ? inner : document.body;
  const press = {
    key: event.key,
    ctrlKey: event.ctrlKey,
    altKey: event.altKey,
    metaKey: event.metaKey,
    typing: takesText(target),
  };
  const read = readKey(state, press, event.timeStamp, { characters: characterKeys.value });
  state = read.state;
  if (read.command === undefined) return;
  // A focused control takes Enter itself.
  if (read.command === 'open' && target.closest('a, button, summary, input') !== null) return;
  if (tellCommand(read.command)) event.preventDefault();
}

function isInDialog(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
