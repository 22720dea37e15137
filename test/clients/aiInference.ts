import type { IncomingMessage } from 'node:http';
import { AzureKeyCredential } from '@azure/core-auth';
import { createSseStream } from '@azure/core-sse';
import ModelClient, {
  type ChatCompletionsOutput,
  type ChatRequestMessage,
  isUnexpected,
} from '@azure-rest/ai-inference';
import type { Talk } from './conversation.ts';
import { testTwoTurns } from './twoTurns.ts';

const tools = [
  {
    type: 'function' as const,
    function: {
      name: 'weather',
      description: 'The weather of a place.',
      parameters: { type: 'object', properties: { place: { type: 'string' } } },
    },
  },
];

type Message = ChatCompletionsOutput['choices'][number]['message'];

testTwoTurns({
  name: '@azure-rest/ai-inference',
  sendsBack: ['reasoning_content'],
  start({ url, stream, weather, hear }) {
    const client = ModelClient(`${url}/api/v1`, new AzureKeyCredential('not needed here'), {
      allowInsecureConnection: true,
      retryOptions: { maxRetries: 0 },
    });
    const messages: ChatRequestMessage[] = [];
    const answer = async (): Promise<Message> => {
      const body = { model: 'gpt-4o', messages, tools, stream };
      const asking = client.path('/chat/completions').post({ body });
      if (stream) return readStream((await asking.asNodeStream()).body as IncomingMessage, hear);
      const response = await asking;
      if (isUnexpected(response)) throw new Error(response.body.error.message);
      const message = response.body.choices[0]?.message;
      if (message === undefined) throw new Error('no choice');
      if (!message.tool_calls?.length) hear(message.content ?? '');
      return message;
    };
    return async (content) => {
      messages.push({ role: 'user', content });
      for (;;) {
        const message = await answer();
        messages.push({ ...message, role: 'assistant' } as ChatRequestMessage);
        if (!message.tool_calls?.length) return;
        for (const { id, function: asked } of message.tool_calls) {
          const { place } = JSON.parse(asked.arguments);
          messages.push({ role: 'tool', tool_call_id: id, content: weather(place) });
        }
      }
    };
  },
});

/** Puts a stream's message together, as this client leaves its users to do. */
async function readStream(body: IncomingMessage, hear: Talk['hear']): Promise<Message> {
  let content = '';
  const thought = { reasoning_content: '' };
  const calls: Message['tool_calls'] = [];
  for await (const { data } of createSseStream(body)) {
    if (data === '[DONE]') break;
    const { choices = [], error } = JSON.parse(data);
    if (error) throw new Error(error.message);
    const delta = choices[0]?.delta ?? {};
    content += delta.content ?? '';
    thought.reasoning_content += delta.reasoning_content ?? '';
    hear(delta.content ?? '');
    for (const { index, id, function: asked } of delta.tool_calls ?? []) {
      const call = calls[index];
      if (call) call.function.arguments += asked.arguments;
      else calls[index] = { id, type: 'function', function: { ...asked } };
    }
  }
  return { role: 'assistant', content, ...thought, ...(calls.length > 0 && { tool_calls: calls }) };
}
