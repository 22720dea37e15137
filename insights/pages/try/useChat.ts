import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Operation, TryRequest } from '../../api.ts';
import { navigate } from '../location.ts';
import { awaitJob } from './awaitJob.ts';
import { type Chat, canAsk, noChat, type Turn, turnsBefore } from './chat.ts';
import { type Draft, noDraft } from './draft.ts';
import { keepChat } from './keptChat.ts';
import { newConversation } from './newConversation.ts';
import { firstPrompt } from './presets.ts';
import { beginRun, isUnderWay } from './run.ts';
import { sendQuestion } from './sendQuestion.ts';
import { toRequest } from './toRequest.ts';
import { useOpened } from './useOpened.ts';

/** What can be done with the chat of the page. One question is under way at a time, and ends when the page is left. */
export interface ChatActions {
  change(change: Partial<Draft>): void;
  /** Sends the question of the composer, or another one. */
  send(asked?: Draft): void;
  stop(): void;
  /** Asks the last question once more, in its place. */
  askAgain(): void;
  /** Takes the last question into the composer; the next one takes its place. */
  edit(): void;
  cancelEdit(): void;
  /** Leaves the messages of a call out. */
  dropContext(): void;
  /** Begins a new chat, of the same model and by the same way. */
  begin(): void;
  /** Keeps the call that a turn was, once its rows have come. */
  found(id: number, operation: Operation): void;
}

/** The chat that the query of the address asks for, or the one of this tab. */
export function useChat(search: string): ChatActions & {
  readonly chat: Chat;
  /** Whether the call that it comes from is still being read. */
  readonly reads: boolean;
  /** What keeps the question from being sent. */
  readonly problem: string | undefined;
} {
  const { chat, reads } = useOpened(search);
  const problem = useSignal<string | undefined>(undefined);
  const controller = useRef<AbortController | undefined>(undefined);
  const lastId = useRef(0);
  const stop = () => controller.current?.abort();
  useEffect(() => stop, [search]);

  const set = (change: Partial<Chat>) => {
    chat.value = { ...chat.value, ...change };
  };
  const setTurn = (id: number, change: (turn: Turn) => Partial<Turn>) => {
    const { turns } = chat.value;
    set({ turns: turns.map((turn) => (turn.id === id ? { ...turn, ...change(turn) } : turn)) });
  };
  const change = (draft: Partial<Draft>) => {
    problem.value = undefined;
    set({ draft: { ...chat.value.draft, ...draft } });
  };

  const run = async (id: number, question: TryRequest) => {
    stop();
    const current = new AbortController();
    controller.current = current;
    const tell = (told: Partial<Turn['run']>) =>
      setTurn(id, (turn) => ({ run: { ...turn.run, ...told } }));
    await sendQuestion(question, tell, current.signal);
    const now = chat.value.turns.find((turn) => turn.id === id)?.run;
    if (now?.state === 'queued' && now.job !== undefined) {
      await awaitJob(now.job, tell, current.signal);
    }
    if (!current.signal.aborted) keepChat(chat.value); // what ended it keeps it, or another chat is there
  };

  /** Asks after these turns; `next` is what becomes of the composer. */
  const ask = (given: Draft, before: readonly Turn[], next: Partial<Draft>) => {
    const { draft, context, turns } = chat.value;
    const isFirst = turns.length === 0 && given.conversation === '';
    const asked = isFirst ? { ...given, conversation: newConversation() } : given;
    const question = toRequest({ context, turns: before, draft: asked });
    if (typeof question === 'string') {
      problem.value = question;
      return;
    }
    problem.value = undefined;
    lastId.current = 1 + Math.max(lastId.current, turns.at(-1)?.id ?? 0);
    const turn: Turn = { id: lastId.current, asked, run: beginRun(performance.now()) };
    set({
      edits: false,
      turns: [...before.map(toStopped), turn],
      draft: { ...draft, conversation: asked.conversation, ...next },
    });
    void run(turn.id, question);
  };

  return {
    chat: chat.value,
    reads,
    problem: problem.value,
    change,
    stop,
    send(asked = chat.value.draft) {
      const { draft } = chat.value;
      if (!canAsk(chat.value, asked)) return;
      const isSent = asked === draft || draft.prompt === firstPrompt;
      ask(asked, turnsBefore(chat.value), isSent ? { prompt: '', image: '' } : {});
    },
    askAgain() {
      const turn = chat.value.turns.at(-1);
      if (turn !== undefined) ask(turn.asked, chat.value.turns.slice(0, -1), {});
    },
    edit() {
      const turn = chat.value.turns.at(-1);
      if (turn === undefined) return;
      stop();
      set({ edits: true, draft: turn.asked });
    },
    cancelEdit() {
      set({ edits: false });
      change({ prompt: '', image: '' });
    },
    dropContext: () => set({ context: noChat.context, notes: [] }),
    begin() {
      stop();
      problem.value = undefined;
      const { by, api, model } = chat.value.draft;
      chat.value = { ...noChat, draft: { ...noDraft, by, api, model } };
      keepChat(chat.value);
      navigate('/try', { replace: true });
    },
    found(id, operation) {
      setTurn(id, () => ({ operation }));
      keepChat(chat.value);
    },
  };
}

/** A turn that another question ends. */
function toStopped(turn: Turn): Turn {
  if (!isUnderWay(turn.run)) return turn;
  return { ...turn, run: { ...turn.run, state: 'stopped', ended: performance.now() } };
}
