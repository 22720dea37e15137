import { type Chat, noChat, type Turn } from './chat.ts';
import { noDraft } from './draft.ts';
import { isUnderWay } from './run.ts';

/** Of this tab alone, and of this form alone. */
const key = 'callspan.chat';
/** A browser keeps 5 million characters of an origin. */
const mostCharacters = 2_000_000;
const mostTurns = 50;

/** Keeps the chat of this tab over a reload: its last turns, as many as there is room for. Never throws. */
export function keepChat(chat: Chat): void {
  let turns = chat.turns.slice(-mostTurns);
  let text = JSON.stringify({ ...chat, turns });
  while (text.length > mostCharacters && turns.length > 0) {
    turns = turns.slice(1);
    text = JSON.stringify({ ...chat, turns });
  }
  try {
    if (text.length > mostCharacters) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // The storage is full or switched off: the chat ends with the page.
  }
}

/** The chat that this tab kept; undefined when there is none that can be read. */
export function keptChat(): Chat | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '') as Partial<Chat>;
    const { turns = [], draft, ...rest } = kept;
    return {
      ...noChat,
      ...rest,
      draft: { ...noDraft, ...draft },
      turns: turns.map(toEnded),
    };
  } catch {
    return undefined;
  }
}

/** A turn of which nothing more can come: what was under way ended with the page. */
function toEnded({ run, ...turn }: Turn): Turn {
  if (!isUnderWay(run)) return { ...turn, run };
  const ended = run.firstToken ?? run.began;
  return { ...turn, run: { ...run, state: 'stopped', ended } };
}
