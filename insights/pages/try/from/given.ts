import type { Chat } from '../chat.ts';

/** The call that a chat begins with. */
export interface CallSource {
  readonly operation: string;
  readonly session: string | undefined;
  /** The chat goes on after the call's answer; else it begins with the call's question, to be changed. */
  readonly goesOn: boolean;
}

/** What a call gives to the fields of a chat, and what of it is missing. Nothing of it is sent by itself. */
export type Given = Pick<Chat, 'draft' | 'context' | 'notes'>;
