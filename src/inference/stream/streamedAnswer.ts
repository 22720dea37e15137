import type { ChatAnswer } from '../answer/chatAnswer.ts';
import type { ChatChunk } from './chatChunk.ts';

/** A streamed answer, put together for its span. */
export interface StreamedAnswer {
  add(chunk: ChatChunk): void;
  /** What has come so far, as if it had come at once; undefined when nothing has. */
  toAnswer(): ChatAnswer | undefined;
}

/** Telemetry records less than this of an answer, so no more of it is kept. */
const maxCharacters = 64 * 1024;

type ToolCall = {
  id: string;
  readonly type: 'function';
  function: { name: string; arguments: string };
};

/** Collects the chunks of one answer; of its text the first 64 Ki characters. */
export function collectAnswer(): StreamedAnswer {
  let started = false;
  const about: Pick<ChatAnswer, 'id' | 'model' | 'usage'> = {};
  let content = '';
  let refusal = '';
  let finishReason: string | undefined;
  const toolCalls: ToolCall[] = [];
  let room = maxCharacters;
  const take = (text: string | null | undefined): string => {
    const taken = (text ?? '').slice(0, room);
    room -= taken.length;
    return taken;
  };
  return {
    add({ id, model, usage, choices }) {
      started = true;
      about.id = id || about.id;
      about.model = model || about.model;
      about.usage = usage ?? about.usage;
      const [choice] = choices ?? [];
      finishReason = choice?.finish_reason ?? finishReason;
      content += take(choice?.delta?.content);
      refusal += take(choice?.delta?.refusal);
      for (const { index, id: callId, function: called } of choice?.delta?.tool_calls ?? []) {
        if (index >= 128) continue;
        toolCalls[index] ??= { id: '', type: 'function', function: { name: '', arguments: '' } };
        const call = toolCalls[index];
        // Some servers repeat both with each piece.
        call.id ||= take(callId);
        call.function.name ||= take(called?.name);
        call.function.arguments += take(called?.arguments);
      }
    },
    toAnswer() {
      if (!started) return undefined;
      const message = {
        role: 'assistant' as const,
        content: content || null,
        ...(refusal !== '' && { refusal }),
        ...(toolCalls.length > 0 && { tool_calls: toolCalls.filter(Boolean) }),
      };
      return { ...about, choices: [{ index: 0, finish_reason: finishReason, message }] };
    },
  };
}
