import type { StoredRow } from '../../../api.ts';
import { chatsOf, genAi } from '../../../genAi/attributes.ts';
import { requestText } from '../../../view/again/requestText.ts';
import { wayOf } from '../../../view/again/wayOf.ts';
import { toCallRun } from '../../../view/callRun.ts';
import { readMessages } from '../../../view/messages.ts';
import { rowsOfSession } from '../../../view/rowsOfSession.ts';
import { readCall } from '../../call/rows/said.ts';
import { wholeRows } from '../../call/rows/wholeRow.ts';
import { getJson } from '../../request.ts';
import { isRecord, parsed } from '../fields.ts';
import { toQuestion } from '../toRequest.ts';
import { fromMessages } from './fromMessages.ts';
import { fromRequest } from './fromRequest.ts';
import type { CallSource, Given } from './given.ts';

/**
 * Reads what a call asked: its whole request where the trace has it, else what its messages tell. Rejects with `RequestFailed`;
 * undefined when nothing is known of the call.
 */
export async function readGiven(source: CallSource): Promise<Given | undefined> {
  const url = `/api/operations/${encodeURIComponent(source.operation)}`;
  const { items } = await getJson<{ items: readonly StoredRow[] }>(url);
  const rows = rowsOfSession(items, source.session);
  if (rows.length === 0) return undefined;
  const run = toCallRun(rows);
  const [own] = await wholeRows(rows.filter((row) => row === run?.own));
  const chats = chatsOf(rows);
  const [first] = chats;
  const last = chats.at(-1);
  const asked = first && (await readCall(first, rows));
  const answered = last && readMessages(await readCall(last, rows));
  const answer = textOf(answered?.messages.findLast(({ from }) => from === 'output')?.parts);
  const request = parsed((own && requestText(own)) ?? '');
  const given = isRecord(request)
    ? fromRequest(request)
    : fromMessages(asked, { ours: own !== undefined, agent: run?.agent });
  const streams = isRecord(request)
    ? request.stream === true
    : asked !== undefined && genAi(asked, 'gen_ai.request.stream') === 'true';
  const told = own ?? asked;
  const conversation = (told && genAi(told, 'gen_ai.conversation.id')) ?? '';
  const draft = { ...given.draft, by: wayOf(own, streams), conversation };
  if (!source.goesOn) return { ...given, draft };
  const notes = [...new Set([...given.notes, ...(answered?.notes ?? [])])];
  return goOn({ ...given, draft, notes }, answer);
}

/** The same after the answer: the question is one of the messages before, and the next one is empty. */
function goOn({ draft, context, notes }: Given, answer: string): Given {
  const said = answer === '' ? [] : [{ role: 'assistant', content: answer }];
  const messages = [...context.messages, ...toQuestion(draft, context.api), ...said];
  return {
    draft: { ...draft, prompt: '', image: '' },
    context: { ...context, messages },
    notes: answer === '' ? [...notes, 'Its answer is not in the trace.'] : notes,
  };
}

function textOf(parts: readonly { readonly kind: string; readonly text: string }[] = []): string {
  return parts
    .filter(({ kind }) => kind === 'text')
    .map(({ text }) => text)
    .join('\n');
}
