import type { Completion } from '../../inference/answer/completion.ts';
import type { ResponsesAnswer } from '../../inference/responses/responsesAnswer.ts';
import type { TypedEvent } from '../../inference/responses/typedEvent.ts';
import type { Said } from '../textsOf.ts';
import { endResponse, newId, toMessageItem, toRefusalPart, toTextPart } from './toResponse.ts';

/** Writes the typed events of one response. */
export interface EventWriter {
  say(said: Said): readonly TypedEvent[];
  end(completion: Completion): readonly TypedEvent[];
}

/** A part of the message so far. */
interface Part {
  readonly kind: 'output_text' | 'refusal';
  text: string;
}

/**
 * Writes the full sequence that clients wait for: created, in progress, the message and its parts begun, texts, parts and message
 * done, completed or incomplete (https://platform.openai.com/docs/api-reference/responses-streaming).
 */
export function createEventWriter(begun: ResponsesAnswer): EventWriter {
  const id = newId('msg');
  const parts: Part[] = [];
  let number = 0;
  const write = (type: string, fields: object): TypedEvent => {
    const value = { type, ...fields, sequence_number: number++ };
    return { type, value, data: JSON.stringify(value) };
  };
  const item = (status: 'in_progress' | 'completed') =>
    toMessageItem(id, status, status === 'completed' ? parts.map(toPart) : []);
  const place = () => ({ item_id: id, output_index: 0, content_index: parts.length - 1 });
  const begin = () =>
    number > 0
      ? []
      : [
          write('response.created', { response: begun }),
          write('response.in_progress', { response: begun }),
          write('response.output_item.added', { output_index: 0, item: item('in_progress') }),
        ];
  const closePart = () => {
    const part = parts.at(-1);
    if (part === undefined) return [];
    const whole = toPart(part);
    return [
      write(`response.${part.kind}.done`, { ...place(), ...textOf(part.kind, part.text) }),
      write('response.content_part.done', { ...place(), part: whole }),
    ];
  };
  const openPart = (kind: Part['kind']) => {
    parts.push({ kind, text: '' });
    const part = toPart({ kind, text: '' });
    return write('response.content_part.added', { ...place(), part });
  };
  const add = (kind: Part['kind'], text: string | undefined) => {
    if (!text) return [];
    const isNew = parts.at(-1)?.kind !== kind;
    const opened = isNew ? [...closePart(), openPart(kind)] : [];
    const part = parts.at(-1);
    if (part !== undefined) part.text += text;
    const logprobs = kind === 'output_text' && { logprobs: [] };
    return [...opened, write(`response.${kind}.delta`, { ...place(), delta: text, ...logprobs })];
  };
  return {
    say: ({ content, refusal }) => [
      ...begin(),
      ...add('output_text', content),
      ...add('refusal', refusal),
    ],
    end(completion) {
      const events = [...begin(), ...closePart()];
      const response = endResponse(begun, completion, [item('completed')]);
      return [
        ...events,
        write('response.output_item.done', { output_index: 0, item: item('completed') }),
        write(`response.${response.status}`, { response }),
      ];
    },
  };
}

function toPart({ kind, text }: Part): object {
  return kind === 'output_text' ? toTextPart(text) : toRefusalPart(text);
}

function textOf(kind: Part['kind'], text: string): object {
  return kind === 'output_text' ? { text, logprobs: [] } : { refusal: text };
}
