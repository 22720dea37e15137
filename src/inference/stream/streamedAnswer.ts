import type { ChatAnswer } from '../answer/chatAnswer.ts';
import { maxCalls } from '../answer/toolCalls.ts';
import type { Collected } from '../operation.ts';
import type { ChatChunk, StreamedChunk } from './chatChunk.ts';

/** Telemetry records less than this of an answer, so no more is kept. */
const maxCharacters = 64 * 1024;

/** Of thoughts, which no telemetry records: an assistant's model wants them back. */
const maxThoughts = 256 * 1024;

type ToolCall = {
  id: string;
  readonly type: 'function';
  function: { name: string; arguments: string };
  extra_content?: unknown;
};

/** Collects the chunks of one answer; of its text the first 64 Ki characters, of its thoughts 256 Ki. */
export function collectAnswer(): Collected<ChatAnswer, StreamedChunk> {
  let started = false;
  const about: Pick<ChatAnswer, 'id' | 'model' | 'usage'> = {};
  let content = '';
  let refusal = '';
  let finishReason: string | undefined;
  const thoughts = { reasoning_content: '', reasoning: '' };
  let room = maxCharacters;
  const take = (text: string | null | undefined): string => {
    const taken = (text ?? '').slice(0, room);
    room -= taken.length;
    return taken;
  };
  const think = (name: keyof typeof thoughts, text: string) => {
    thoughts[name] += text.slice(0, maxThoughts - thoughts[name].length);
  };
  const calls = collectCalls(take);
  return {
    add({ chunk: { id, model, usage, choices } }) {
      started = true;
      about.id = id || about.id;
      about.model = model || about.model;
      about.usage = usage ?? about.usage;
      const [choice] = choices ?? [];
      finishReason = choice?.finish_reason ?? finishReason;
      const delta = choice?.delta;
      if (delta == null) return;
      if (delta.content) content += take(delta.content);
      if (delta.refusal) refusal += take(delta.refusal);
      if (delta.reasoning_content) think('reasoning_content', delta.reasoning_content);
      if (delta.reasoning) think('reasoning', delta.reasoning);
      if (delta.tool_calls) calls.add(delta.tool_calls);
    },
    toAnswer() {
      if (!started) return undefined;
      const message = {
        role: 'assistant' as const,
        content: content || null,
        ...(refusal !== '' && { refusal }),
        ...(thoughts.reasoning_content && { reasoning_content: thoughts.reasoning_content }),
        ...(thoughts.reasoning && { reasoning: thoughts.reasoning }),
        ...(calls.all.length > 0 && { tool_calls: calls.all.filter(Boolean) }),
      };
      return { ...about, choices: [{ index: 0, finish_reason: finishReason, message }] };
    },
  };
}

type Pieces = NonNullable<
  NonNullable<NonNullable<ChatChunk['choices']>[number]['delta']>['tool_calls']
>;

/** Collects the calls of one answer, the first 128, of their texts what `take` takes. */
function collectCalls(take: (text: string | null | undefined) => string) {
  const all: ToolCall[] = [];
  return {
    all,
    add(pieces: Pieces) {
      for (const { index, id, function: called, extra_content } of pieces) {
        if (index >= maxCalls) continue;
        all[index] ??= { id: '', type: 'function', function: { name: '', arguments: '' } };
        const call = all[index];
        // Some servers repeat both with each piece.
        call.id ||= take(id);
        call.function.name ||= take(called?.name);
        call.function.arguments += take(called?.arguments);
        if (isShort(extra_content)) call.extra_content = extra_content;
      }
    },
  };
}

/** A call's signature is some kilobytes. */
function isShort(signature: unknown): boolean {
  return signature != null && JSON.stringify(signature).length <= maxCharacters;
}
