import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Chat } from './chat.ts';
import { readGiven } from './from/readGiven.ts';
import { keepChat } from './keptChat.ts';
import { openChat } from './openChat.ts';

const notHere = 'That call is not here: it was removed, or it never arrived.';

/** The chat that the query of the address asks for, its fields filled from the call that it names; else the one of this tab, which is kept when the page is left. */
export function useOpened(search: string): {
  readonly chat: Signal<Chat>;
  /** Whether the call is still being read. */
  readonly reads: boolean;
} {
  const [opened, setOpened] = useState(() => openChat(search));
  const chat = useSignal(opened.chat);
  const reads = useSignal(opened.call !== undefined);

  useEffect(() => {
    if (search === '' || search === chat.value.source) return;
    const next = openChat(search, chat.value);
    chat.value = next.chat;
    reads.value = next.call !== undefined;
    setOpened(next);
  }, [search]);

  useEffect(() => {
    const { call } = opened;
    if (call === undefined) return;
    let wanted = true;
    void readGiven(call)
      .catch(() => undefined) // the banner says that the receiver is lost
      .then((given) => {
        if (!wanted) return;
        reads.value = false;
        const { conversation } = chat.value.draft;
        const draft = { ...given?.draft, ...(conversation && { conversation }) };
        chat.value = {
          ...chat.value,
          notes: [notHere],
          ...given,
          draft: { ...chat.value.draft, ...draft },
        };
      });
    return () => {
      wanted = false;
    };
  }, [opened]);

  useEffect(() => {
    const keep = () => keepChat(chat.value);
    addEventListener('pagehide', keep);
    return () => {
      removeEventListener('pagehide', keep);
      keep();
    };
  }, []);
  return { chat, reads: reads.value };
}
