import type { Expected } from './expectation.ts';
import { all, answered, asked, cached, calledTool, spans, times, usedTool } from './said.ts';

/**
 * Of `@langfuse/openai` and `@langfuse/tracing`: no provider, no reason of the end, no tokens of embeddings; the model that answered in
 * place of the one that was asked.
 */
export const langfuse: Expected = {
  rows: {
    dependencies: spans(
      ...times(5, 'OpenAI.chat'),
      'OpenAI.embeddings',
      'ask',
      'packer',
      'weather',
    ),
  },
  told: [
    `OpenAI.chat: ok, asks gpt-4o-2024-11-20, 1 model call, ${cached}, conversation c1`,
    `  chat gpt-4o-2024-11-20 of undefined, ${all}, temperature 0.5`,
    ...answered,
    `OpenAI.chat: ok, asks gpt-4o, 1 model call, ${cached}, streamed, first token, conversation c1`,
    `  chat gpt-4o of undefined, ${all}, first token`,
    ...answered,
    `OpenAI.chat: ok, asks gpt-4o-2024-11-20, 1 model call, ${cached}, conversation c1`,
    `  chat gpt-4o-2024-11-20 of undefined, ${all}`,
    ...calledTool,
    `OpenAI.chat: ok, asks gpt-4o-2024-11-20, 1 model call, ${cached}, conversation c1`,
    `  chat gpt-4o-2024-11-20 of undefined, ${all}`,
    ...usedTool,
    'OpenAI.chat: error, asks broken, 1 model call, 0 USD, conversation c1',
    '  chat broken of undefined, failed, 0 USD',
    ...asked,
    'OpenAI.embeddings: ok, asks text-embedding-3-small, 1 model call, conversation c1',
    '  embeddings text-embedding-3-small of undefined',
    'packer: ok, asks gpt-4o, 1 model call, 1 tool call, 10 in 5 out, 0.25 USD, conversation c2',
    '  runs weather({"place":"Inari"}): It rains.',
    '  chat gpt-4o of undefined, 10 in 5 out, 0.25 USD',
    '    user: What camping supplies do I need?',
    '    assistant: Pack a tent.',
  ],
};
