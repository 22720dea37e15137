import { type Chat, noChat, type Turn } from '../../../pages/try/chat.ts';
import { type Draft, noDraft } from '../../../pages/try/draft.ts';

/** A composer with these fields. */
export function draft(fields: Partial<Draft>): Draft {
  return { ...noDraft, ...fields };
}

/** A turn that was answered so. */
export function turn(asked: Partial<Draft>, text: string, run: Partial<Turn['run']> = {}): Turn {
  return {
    id: 1,
    asked: draft(asked),
    run: { state: 'answered', began: 0, ended: 1, text, tools: [], ...run },
  };
}

/** A chat of these parts. */
export function chat(parts: Partial<Chat>): Chat {
  return { ...noChat, ...parts };
}
