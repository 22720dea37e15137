import { type KeyState, noKeys, readKey, takesText } from '../../view/keys.ts';
import { characterKeys } from './characterKeys.ts';
import { tellCommand } from './useCommands.ts';

let state: KeyState = noKeys;

/** For the document: a key that asks for something is told to the page, and what the page takes does nothing else. */
export function listenToKeys(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isInDialog()) return;
  const target = event.target instanceof HTMLElement ? event.target : document.body;
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
  // What has the focus takes Enter itself.
  if (read.command === 'open' && target.closest('a, button, summary, input') !== null) return;
  if (tellCommand(read.command)) event.preventDefault();
}

function isInDialog(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
