import { randomUUID } from 'node:crypto';
import type { Completion } from '../../inference/answer/completion.ts';
import type { ResponsesAnswer } from '../../inference/responses/responsesAnswer.ts';
import type { ResponsesRequest } from '../../inference/responses/responsesRequest.ts';
import { unixSeconds } from '../../values/unixSeconds.ts';

/** An ID as OpenAI's: a word for what it names, then 32 hexadecimal digits. */
export function newId(kind: 'resp' | 'msg'): string {
  return `${kind}_${randomUUID().replaceAll('-', '')}`;
}

/**
 * A response of an assistant that has just begun, with what clients read of its request:
 * https://platform.openai.com/docs/api-reference/responses/object
 */
export function newResponse(request: ResponsesRequest, assistant: string): ResponsesAnswer {
  return {
    id: newId('resp'),
    object: 'response',
    created_at: unixSeconds(),
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: request.metadata ?? {},
    model: assistant,
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: request.reasoning ?? null,
    store: false,
    temperature: request.temperature ?? null,
    text: request.text ?? { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: request.top_p ?? null,
    truncation: 'disabled',
    usage: null,
    user: request.user ?? null,
  };
}

/** The same response when its completion is there. */
export function toResponse(begun: ResponsesAnswer, completion: Completion): ResponsesAnswer {
  const message = completion.choices[0]?.message;
  const content = [
    ...(message?.content ? [toTextPart(message.content)] : []),
    ...(message?.refusal ? [toRefusalPart(message.refusal)] : []),
  ];
  return endResponse(begun, completion, [toMessageItem(newId('msg'), 'completed', content)]);
}

/** The response with its output, and how it ended. */
export function endResponse(
  begun: ResponsesAnswer,
  { choices, usage }: Completion,
  output: ResponsesAnswer['output'],
): ResponsesAnswer {
  const reason = incompleteReasons[choices[0]?.finish_reason ?? ''];
  return {
    ...begun,
    status: reason === undefined ? 'completed' : 'incomplete',
    incomplete_details: reason === undefined ? null : { reason },
    output,
    usage: usage ? toUsage(usage) : null,
  };
}

const incompleteReasons: Readonly<Record<string, string>> = {
  length: 'max_output_tokens',
  content_filter: 'content_filter',
};

function toUsage(usage: NonNullable<Completion['usage']>): NonNullable<ResponsesAnswer['usage']> {
  const input = usage.prompt_tokens ?? 0;
  const output = usage.completion_tokens ?? 0;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage.prompt_tokens_details?.cached_tokens ?? 0 },
    output_tokens: output,
    output_tokens_details: {
      reasoning_tokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
    },
    total_tokens: usage.total_tokens ?? input + output,
  };
}

/** An item of output: what the assistant says. */
export function toMessageItem(
  id: string,
  status: 'in_progress' | 'completed',
  content: readonly object[],
) {
  return { id, type: 'message', status, role: 'assistant', content };
}

/** A text within such an item. */
export function toTextPart(text: string) {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

/** A refusal within such an item. */
export function toRefusalPart(refusal: string) {
  return { type: 'refusal', refusal };
}
