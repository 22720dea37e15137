import type { ChatAnswer } from '../answer/chatAnswer.ts';
import type { ChatChunk } from './chatChunk.ts';

/** A streamed answer, assembled for its span. */
export interface StreamedAnswer {
  add(chunk: ChatChunk): void;
  /** The answer so far, as if it were not streamed; undefined when nothing has arrived. */
  toAnswer(): ChatAnswer | undefined;
}

/** Telemetry records less than this of an answer, so no more is kept. */
const maxCharacters = 64 * 1024;

interface ToolCall {
  id: string;
  function: { name: string; arguments: string };
}

/** Collects the chunks of one answer, with the first 64 Ki characters of its text. */
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
        toolCalls[index] ??= { id: '', function: { name: '', arguments: '' } };
        const call = toolCalls[index];
        call.id += take(callId);
        call.function.name += take(called?.name);
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
      return { ...about, choices: [{ finish_reason: finishReason, message }] };
    },
  };
}
