import type { StoredRow } from '../../../api.ts';
import { genAi } from '../../../genAi/attributes.ts';
import type { Row } from '../../../row.ts';
import { asksResponses } from '../../../store/asksResponses.ts';
import type { MessagePart } from '../../../view/messages/parts.ts';
import { type DisplayMessage, readMessages } from '../../../view/messages.ts';
import type { Message } from '../chat.ts';
import { noDraft } from '../draft.ts';
import type { Given } from './given.ts';

const notWhole =
  'The whole request is not in the trace: it is longer than 16 KiB, or holds thoughts of a model. This is put together from its messages.';
const foreign =
  'This call is of another app: what it asked is put together from the messages that it sent.';
const notRecorded =
  'Prompts are not recorded, so nothing is known of the question but its model and parameters.';
const noChat = 'This call asked no model for an answer.';

/** What the messages of a call to a model tell of the request: texts and some parameters; the notes say what they do not. */
export function fromMessages(
  call: StoredRow | undefined,
  { ours, agent }: { readonly ours: boolean; readonly agent: Row | undefined },
): Given {
  const context = { api: undefined, messages: [] };
  if (call === undefined) return { draft: noDraft, context, notes: [noChat] };
  const { recorded, messages, tools, notes } = readMessages(call);
  const inputs = messages.filter(({ from }) => from === 'input');
  // An app's own instructions, and an assistant's, are added by it again.
  const own = ours ? [] : messages.filter(({ from }) => from === 'instructions');
  const said = inputs.flatMap(toMessage);
  const [first] = said;
  const isSystem = first?.role === 'system';
  const rest = isSystem ? said.slice(1) : said;
  const last = rest.at(-1);
  const isQuestion = last?.role === 'user';
  const missing = [
    ...(!recorded ? [notRecorded] : ours ? [notWhole] : [foreign]),
    ...notes,
    ...leftOut(inputs, agent === undefined ? tools.length : 0),
  ];
  const draft = {
    ...noDraft,
    ...parametersOf(call),
    api: asksResponses(call) ? ('responses' as const) : undefined,
    model:
      (agent && genAi(agent, 'gen_ai.agent.name')) ?? genAi(call, 'gen_ai.request.model') ?? '',
    system: own.length > 0 ? own.map(textOf).join('\n') : isSystem ? `${first.content}` : '',
    prompt: isQuestion ? `${last.content}` : '',
  };
  const before = isQuestion ? rest.slice(0, -1) : rest;
  return { draft, context: { api: draft.api, messages: before }, notes: missing };
}

const roles = new Set(['system', 'developer', 'user', 'assistant']);

function toMessage(message: DisplayMessage): Message[] {
  const content = textOf(message);
  return roles.has(message.role) && content !== '' ? [{ role: message.role, content }] : [];
}

function textOf({ parts }: DisplayMessage): string {
  return parts
    .filter(({ kind }) => kind === 'text')
    .map(({ text }) => text)
    .join('\n');
}

const nouns: Readonly<Record<MessagePart['kind'], string | undefined>> = {
  text: undefined,
  refusal: 'refusal',
  reasoning: 'thought',
  media: 'image or file',
  tool_call: 'tool call',
  tool_result: 'result of a tool',
  other: 'part of another kind',
};

/** One sentence of what has no place in a text. */
function leftOut(messages: readonly DisplayMessage[], tools: number): string[] {
  const counts = new Map<string, number>(tools === 0 ? [] : [['offered tool', tools]]);
  for (const { kind } of messages.flatMap(({ parts }) => parts)) {
    const noun = nouns[kind];
    if (noun !== undefined) counts.set(noun, (counts.get(noun) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  return [`Left out: ${[...counts].map(([noun, count]) => `${count} × ${noun}`).join(', ')}.`];
}

function parametersOf(call: Row) {
  const read = (name: string) => genAi(call, `gen_ai.request.${name}`) ?? '';
  return {
    temperature: read('temperature'),
    topP: read('top_p'),
    maxTokens: read('max_tokens'),
    seed: read('seed'),
  };
}
