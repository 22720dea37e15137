import type { Expected } from './expectation.ts';
import { all, answered, asked, by, cached, calledTool, spans, times, usedTool } from './said.ts';

/** Of `ai` 6. */
export const aiSdk6: Expected = {
  rows: {
    dependencies: spans(
      'ai.embed',
      'ai.embed.doEmbed',
      ...times(3, 'ai.generateText'),
      ...times(4, 'ai.generateText.doGenerate'),
      'ai.streamText',
      'ai.streamText.doStream',
      'ai.toolCall',
    ),
    exceptions: [{ type: 'AI_APICallError' }, { type: 'AI_APICallError' }],
    traces: [{ message: 'ai.stream.finish' }, { message: 'ai.stream.firstChunk' }],
  },
  told: [
    `ai.generateText: ok, asks gpt-4o, 1 model call, ${cached}, stop, conversation c1`,
    `  chat gpt-4o of openai, ${by}, ${all}, ["stop"], temperature 0.5`,
    ...answered,
    `ai.streamText: ok, asks gpt-4o, 1 model call, ${cached}, stop, streamed, first token, conversation c1`,
    `  chat gpt-4o of openai, ${by}, ${all}, ["stop"], first token`,
    ...answered,
    'ai.generateText: ok, asks gpt-4o, 2 model calls, 1 tool call, 2000 in 400 out 800 cached, stop, conversation c1',
    '  runs weather({"place":"Inari"}): "It rains."',
    `  chat gpt-4o of openai, ${by}, ${all}, ["tool-calls"]`,
    ...calledTool,
    `  chat gpt-4o of openai, ${by}, ${all}, ["stop"]`,
    ...usedTool,
    'ai.generateText: error, asks broken, 1 model call, conversation c1',
    '  chat broken of openai, failed',
    ...asked,
    'ai.embed: ok, asks text-embedding-3-small, 1 model call, 7 in, conversation c1',
    '  embeddings text-embedding-3-small of openai, 7 in',
  ],
};

/** Of `ai` 7 with `@ai-sdk/otel`: no reasoning tokens. */
export const aiSdk7: Expected = {
  rows: {
    dependencies: spans(
      'chat broken',
      ...times(4, 'chat gpt-4o'),
      ...times(2, 'embeddings text-embedding-3-small'),
      'execute_tool weather',
      'invoke_agent broken',
      ...times(3, 'invoke_agent gpt-4o'),
      ...times(4, 'step 1'),
      'step 2',
    ),
    exceptions: Array(3).fill({ type: 'AI_APICallError' }),
  },
  told: [
    `invoke_agent gpt-4o: ok, asks gpt-4o, 1 model call, ${cached}, stop`,
    `  chat gpt-4o of openai, ${by}, ${cached}, ["stop"], temperature 0.5`,
    ...answered,
    `invoke_agent gpt-4o: ok, asks gpt-4o, 1 model call, ${cached}, stop, streamed, first token`,
    `  chat gpt-4o of openai, ${by}, ${cached}, ["stop"], first token`,
    ...answered,
    'invoke_agent gpt-4o: ok, asks gpt-4o, 2 model calls, 1 tool call, 2000 in 400 out 800 cached, stop',
    '  runs weather({"place":"Inari"}): "It rains."',
    `  chat gpt-4o of openai, ${by}, ${cached}, ["tool-calls"]`,
    ...calledTool,
    `  chat gpt-4o of openai, ${by}, ${cached}, ["stop"]`,
    ...usedTool,
    'invoke_agent broken: error, asks broken, 1 model call',
    '  chat broken of openai, failed',
    ...asked,
    'embeddings text-embedding-3-small: ok, asks text-embedding-3-small, 1 model call, 7 in',
    '  embeddings text-embedding-3-small of openai, 7 in',
  ],
};
