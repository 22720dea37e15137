import type { ServerResponse } from 'node:http';
import { chunks, event, modelAnswer, type Reply, reply } from '../e2e/scriptedModel.ts';

/** A call of a tool, which is `weather` unless it is named. */
interface Call {
  readonly id: string;
  readonly name?: string;
  readonly place: string;
}

/** What the model says in one answer: calls of tools, or a text, and what it thought before. */
export interface Saying {
  readonly thought: string;
  readonly calls?: readonly Call[];
  readonly text?: string;
}

/** How a model writes: as OpenAI's; telling what it thought, in both fields that are in use; or as others have been seen to. */
export const manners = ['plain', 'with reasoning', 'odd'] as const;
export type Manner = (typeof manners)[number];

const sse = { 'content-type': 'text/event-stream' };
const oddHead = { id: 7, created: '2026-01-01T00:00:00Z' };
const oddUsage = { ...modelAnswer.usage, prompt_tokens: 5.5, completion_tokens: '200' };

const toCall = ({ id, name = 'weather', place }: Call) => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify({ place }) },
});

/** A text as Mistral's models write it, what was thought included. */
const toParts = (text: string, thought: string) => [
  { type: 'thinking', thinking: [{ type: 'text', text: thought }] },
  { type: 'text', text },
];

/** An answer in one piece. */
export function whole({ thought, calls, text = '' }: Saying, manner: Manner): Reply {
  const said = calls ? null : text;
  const message = {
    role: 'assistant',
    content: manner === 'odd' && said !== null ? toParts(said, thought) : said,
    ...(manner === 'with reasoning' && { reasoning_content: thought, reasoning: thought }),
    ...(calls && { tool_calls: calls.map(toCall) }),
  };
  const choices = [{ index: 0, finish_reason: calls ? 'tool_calls' : 'stop', message }];
  const odd = manner === 'odd' && { ...oddHead, usage: oddUsage };
  return reply(200, { ...modelAnswer, choices, ...odd });
}

/** The same as a stream; an odd model does not number its calls, or numbers them with null. */
export function streamed({ thought, calls, text = '' }: Saying, manner: Manner): Reply {
  const pieces = calls ? calls.flatMap(toPieces(manner)) : toWords(text, thought, manner);
  const thinking = { reasoning_content: thought, reasoning: thought };
  const last = chunks.content('', calls ? 'tool_calls' : 'stop');
  const odd = manner === 'odd' && oddHead;
  const all = [
    chunks.role,
    ...(manner === 'with reasoning' ? [toChunk(thinking)] : []),
    ...pieces.map(toChunk),
    last,
    { ...chunks.usage, ...(manner === 'odd' && { usage: oddUsage }) },
  ];
  const events = [...all.map((chunk) => ({ ...chunk, ...odd })), '[DONE]'].map(event);
  return reply(200, events.join(''), sse);
}

/** A stream whose last words come in one read with the model's error. */
export function breaksOff(text: string): Reply {
  return (response: ServerResponse) => {
    response.writeHead(200, sse).write(event(chunks.role));
    const words = toWords(text, '', 'plain').map(toChunk).map(event);
    const error = event({ error: { message: 'overloaded', type: 'server_error', code: null } });
    setTimeout(() => response.end(words.join('') + error), 20);
  };
}

const toChunk = (delta: object) => ({
  ...chunks.role,
  choices: [{ index: 0, delta, finish_reason: null }],
});

function toWords(text: string, thought: string, manner: Manner): { content: unknown }[] {
  if (manner === 'odd') return [{ content: toParts(text, thought) }];
  return text.split(/(?<= )/).map((content) => ({ content }));
}

const toPieces = (manner: Manner) => (call: Call, index: number) => {
  const { id, type, function: asked } = toCall(call);
  const number = manner !== 'odd' ? { index } : index % 2 === 1 ? { index: null } : {};
  const half = Math.ceil(asked.arguments.length / 2);
  return [
    { id, type, function: { name: asked.name, arguments: '' } },
    { function: { arguments: asked.arguments.slice(0, half) } },
    { function: { arguments: asked.arguments.slice(half) } },
  ].map((piece) => ({ tool_calls: [{ ...number, ...piece }] }));
};
