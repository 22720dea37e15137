import type { Assistant } from '../../../src/assistants/assistant.ts';
import { createAssistants } from '../../../src/assistants/createAssistants.ts';
import type { Models } from '../../../src/inference/inference.ts';
import type { ChatRequest } from '../../../src/inference/request/chatRequest.ts';
import { type StepAnswer, toStepAnswer } from '../../../src/inference/step/stepAnswer.ts';
import type { ChatChunk } from '../../../src/inference/stream/chatChunk.ts';
import { hangMs } from '../../time/hangMs.ts';
import { limitsIn } from '../../time/limitsIn.ts';
import { recordSpans } from './startAssistants.ts';

/** What a model says in one step: a text, or calls of tools by name and arguments (JSON is made of what is no text). */
export interface Said {
  readonly content?: string;
  readonly calls?: readonly (readonly [name: string, given: unknown])[];
  readonly tokens?: readonly [input: number, output: number];
  readonly costUsd?: number;
}

/** Runs an assistant against a model whose answers are written down, and keeps what it was asked and what was traced. */
export function scriptAssistant(assistant: Assistant, script: (step: number) => Said) {
  const asked: ChatRequest[] = [];
  const spans = recordSpans();
  const answerOf = (request: ChatRequest, step: number) => {
    asked.push(structuredClone(request));
    const { content = null, calls = [], tokens, costUsd } = script(step);
    const message = {
      role: 'assistant' as const,
      content,
      ...(calls.length > 0 && {
        tool_calls: calls.map(([name, given], index) => ({
          id: `call_${step}_${index}`,
          type: 'function' as const,
          function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
        })),
      }),
    };
    const usage = tokens && { prompt_tokens: tokens[0], completion_tokens: tokens[1] };
    const choices = [
      { index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' },
    ];
    return toStepAnswer(
      { id: `chatcmpl-${step}`, model: 'gpt-4o', choices, usage },
      'gpt-4o',
      costUsd,
    );
  };
  const plain = () => Promise.reject(new Error('the plain model was asked'));
  const unused = () => {
    throw new Error('not used');
  };
  const models: Models = {
    models: ['gpt-4o'],
    resolve: (name) => name,
    parse: (value) => value as ChatRequest,
    parseBody: unused,
    reserve: unused,
    complete: plain,
    stream: plain,
    responses: { parse: unused, reserve: unused, create: plain, stream: plain },
    completeStep: async (request, _limits, { number }) => answerOf(request, number),
    async streamStep(request, _limits, { number }) {
      const answer = answerOf(request, number);
      return { chunks: chunksOf(answer.completion.choices[0]), answer: () => answer };
    },
  };
  const inference = createAssistants([assistant], models, spans.open);
  const left = new AbortController();
  return {
    asked,
    traced: {
      tools: spans.tools,
      get ended() {
        return spans.agents[0]?.ended[0];
      },
    },
    /** Ends the call from the caller's side. */
    leave: () => left.abort(),
    ask: (content = 'What is thank you in Finnish?', deadlineMs = hangMs(5_000)) =>
      inference.complete(
        { model: assistant.name, messages: [{ role: 'user', content }] },
        limitsIn(deadlineMs, left.signal),
      ),
    async stream(more: Partial<ChatRequest> = {}) {
      const events: string[] = [];
      const request: ChatRequest = {
        model: assistant.name,
        messages: [{ role: 'user', content: 'What is thank you in Finnish?' }],
        stream: true,
        ...more,
      };
      const limits = limitsIn(hangMs(5_000), left.signal);
      for await (const data of await inference.stream(request, limits)) events.push(...data);
      return events.map((data) => JSON.parse(data));
    },
    inference,
  };
}

/** The answer as a model streams it: its text in pieces, then its calls and why it ended. */
async function* chunksOf(choice: StepAnswer['completion']['choices'][number] | undefined) {
  const { content, tool_calls } = choice?.message ?? { content: null, tool_calls: undefined };
  for (const part of (content ?? '').match(/.{1,4}/gs) ?? []) {
    yield [{ choices: [{ delta: { content: part } }] }] as unknown as ChatChunk[];
  }
  yield [
    { choices: [{ delta: { tool_calls }, finish_reason: choice?.finish_reason }] },
  ] as unknown as ChatChunk[];
}
