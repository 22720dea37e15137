import { type Chat, noChat } from './chat.ts';
import { noDraft } from './draft.ts';
import type { CallSource } from './from/given.ts';
import { keptChat } from './keptChat.ts';
import { firstPrompt } from './presets.ts';

/** A chat as the page opens it, and the call that its fields are still to be read from. */
export interface Opened {
  readonly chat: Chat;
  readonly call?: CallSource;
}

/** The chat of this tab, unless the query of the address asks for another: a reload keeps it, a link with a query begins a new one. */
export function openChat(search: string, kept: Chat | undefined = keptChat()): Opened {
  if (kept !== undefined && (search === '' || search === kept.source)) return { chat: kept };
  const query = new URLSearchParams(search);
  const operation = query.get('from');
  const conversation = query.get('conversation') ?? '';
  const draft = {
    ...noDraft,
    prompt: query.get('prompt') ?? (operation === null ? firstPrompt : ''),
    api: query.get('api') === 'responses' ? ('responses' as const) : undefined,
    model: query.get('model') ?? '',
    conversation,
  };
  const chat = { ...noChat, source: search, draft };
  if (operation === null) return { chat };
  const session = query.get('session') ?? undefined;
  return { chat, call: { operation, session, goesOn: query.get('after') === 'answer' } };
}
