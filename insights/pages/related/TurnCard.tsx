import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Operation, StoredRow } from '../../api.ts';
import { chatsOf } from '../../genAi/attributes.ts';
import { readMessages } from '../../view/messages.ts';
import { rowsOfSession } from '../../view/rowsOfSession.ts';
import { readCall } from '../call/rows/said.ts';
import { getJson } from '../request.ts';
import { LongText } from '../text/texts.tsx';
import { CallFacts } from './CallFacts.tsx';
import { isAcceptance, type Turn } from './turns.ts';

/** One turn of a conversation: what was asked and answered, as far as it is recorded, and what it took. */
export function TurnCard({ turn: { operation } }: { turn: Turn }) {
  const card = useRef<HTMLElement>(null);
  const said = useSaid(card, operation);
  return (
    <article class="turn" ref={card}>
      {isAcceptance(operation) ? (
        <p class="said dim">
          <b>job</b>
          <span>
            accepted:{' '}
            <a href={`/jobs/${encodeURIComponent(operation.job ?? '')}`}>{operation.job}</a>
          </span>
        </p>
      ) : (
        <>
          <div class="said">
            <b>user</b>
            <div>
              {said?.user === undefined ? (
                <span class="dim">{operation.about ?? 'not recorded'}</span>
              ) : (
                <LongText text={said.user} />
              )}
            </div>
          </div>
          <div class="said">
            <b>answer</b>
            <div>
              {said?.answer === undefined ? (
                <span class="dim">
                  {said === undefined ? '…' : said.recorded ? 'none' : 'not recorded'}
                </span>
              ) : (
                <LongText text={said.answer} />
              )}
            </div>
          </div>
        </>
      )}
      <CallFacts operation={operation} />
    </article>
  );
}

/** What was said in a turn; `recorded` is false when prompts are not. */
interface Said {
  readonly recorded: boolean;
  readonly user: string | undefined;
  readonly answer: string | undefined;
}

/** What was said in a turn, asked for when the element comes into sight; undefined until it is known. */
function useSaid(turn: RefObject<HTMLElement | null>, operation: Operation): Said | undefined {
  const [said, setSaid] = useState<Said | undefined>(undefined);
  const { operation_Id, session_Id, seq } = operation;
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
