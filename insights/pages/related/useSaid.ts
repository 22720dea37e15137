import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Operation, StoredRow } from '../../api.ts';
import { chatsOf } from '../../genAi/attributes.ts';
import { readMessages } from '../../view/messages.ts';
import { rowsOfSession } from '../../view/rowsOfSession.ts';
import { readCall } from '../call/rows/said.ts';
import { getJson } from '../request.ts';

/** What was said in a turn; `recorded` is false when prompts are not. */
export interface Said {
  readonly recorded: boolean;
  readonly user: string | undefined;
  readonly answer: string | undefined;
}

/** What was said in a turn, asked for when the element comes into sight; undefined until it is known. */
export function useSaid(
  turn: RefObject<HTMLElement | null>,
  { operation_Id, session_Id, seq }: Operation,
): Said | undefined {
  const [said, setSaid] = useState<Said | undefined>(undefined);
  useEffect(() => {
    const element = turn.current;
    if (!element) return;
    let wanted = true;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void readSaid(operation_Id, session_Id ?? undefined)
        .then((found) => wanted && setSaid(found))
        .catch(() => {}); // the banner says that the receiver is lost
    });
    observer.observe(element);
    return () => {
      wanted = false;
      observer.disconnect();
    };
  }, [operation_Id, session_Id, seq]);
  return said;
}

async function readSaid(operation: string, session: string | undefined): Promise<Said> {
  const url = `/api/operations/${encodeURIComponent(operation)}`;
  const { items } = await getJson<{ items: readonly StoredRow[] }>(url);
  const rows = rowsOfSession(items, session);
  const call = chatsOf(rows).at(-1);
  if (call === undefined) return { recorded: false, user: undefined, answer: undefined };
  const { recorded, messages } = readMessages(await readCall(call, rows));
  const user = messages.findLast(({ from, role }) => from === 'input' && role === 'user');
  const answer = messages.findLast(({ from }) => from === 'output');
  return { recorded, user: textOf(user?.parts), answer: textOf(answer?.parts) };
}

function textOf(
  parts: readonly { readonly kind: string; readonly text: string; readonly name?: string }[] = [],
): string | undefined {
  if (parts.length === 0) return undefined;
  return parts
    .map(({ kind, text, name }) => (kind === 'tool_call' ? `⚙ ${name}(${text})` : text))
    .join('\n');
}
