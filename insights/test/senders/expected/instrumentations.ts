import type { Expected } from './expectation.ts';
import {
  all,
  answered,
  asked,
  by,
  cached,
  calledTool,
  counted,
  spans,
  times,
  usedTool,
} from './said.ts';

/** Of OpenInference: no span of a call that failed; no tokens of a stream and of embeddings. */
export const openinference: Expected = {
  rows: { dependencies: spans(...times(4, 'OpenAI Chat Completions'), 'OpenAI Embeddings') },
  told: [
    `OpenAI Chat Completions: ok, asks gpt-4o, 1 model call, ${cached}, stop`,
    `  chat gpt-4o of openai, ${by}, ${all}, ["stop"], temperature 0.5`,
    ...answered,
    'OpenAI Chat Completions: ok, asks gpt-4o, 1 model call, stop, streamed',
    '  chat gpt-4o of openai, ["stop"]',
    ...answered,
    `OpenAI Chat Completions: ok, asks gpt-4o, 1 model call, ${cached}, tool_calls`,
    `  chat gpt-4o of openai, ${by}, ${all}, ["tool_calls"]`,
    ...calledTool,
    `OpenAI Chat Completions: ok, asks gpt-4o, 1 model call, ${cached}, stop`,
    `  chat gpt-4o of openai, ${by}, ${all}, ["stop"]`,
    ...usedTool,
    'OpenAI Embeddings: ok, asks text-embedding-3-small, 1 model call',
    '  embeddings text-embedding-3-small of openai',
  ],
};

/** Of OpenTelemetry's own: no cached and no reasoning tokens, no stream, no tools that were offered; messages come as log records. */
export const openTelemetryOpenai: Expected = {
  rows: {
    dependencies: spans(
      'chat broken',
      ...times(4, 'chat gpt-4o'),
      'embeddings text-embedding-3-small',
    ),
    traces: Array(16).fill({ cloud_RoleName: 'store' }),
  },
  told: [
    `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, stop`,
    `  chat gpt-4o of openai, ${by}, ${counted}, ["stop"], temperature 0.5`,
    ...answered,
    `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, stop`,
    `  chat gpt-4o of openai, ${by}, ${counted}, ["stop"]`,
    ...answered,
    `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, tool_calls`,
    `  chat gpt-4o of openai, ${by}, ${counted}, ["tool_calls"]`,
    ...calledTool.slice(0, -1),
    `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, stop`,
    `  chat gpt-4o of openai, ${by}, ${counted}, ["stop"]`,
    ...usedTool.slice(0, -1),
    'chat broken: error, asks broken, 1 model call',
    '  chat broken of openai, failed',
    ...asked,
    'embeddings text-embedding-3-small: ok, asks text-embedding-3-small, 1 model call, 7 in',
    '  embeddings text-embedding-3-small of openai, answered by text-embedding-3-small, 7 in',
  ],
};

/** Of Traceloop: no span of a call that failed and of embeddings; of a stream no tokens, and not that it is one. */
export const traceloop: Expected = {
  rows: { dependencies: spans(...times(4, 'chat gpt-4o')) },
  told: [
    `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, stop`,
    `  chat gpt-4o of openai, ${by}, ${counted}, ["stop"], temperature 0.5`,
    ...answered,
    'chat gpt-4o: ok, asks gpt-4o, 1 model call, stop',
    `  chat gpt-4o of openai, ${by}, ["stop"]`,
    ...answered,
    `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, tool_call`,
    `  chat gpt-4o of openai, ${by}, ${counted}, ["tool_call"]`,
    ...calledTool,
    `chat gpt-4o: ok, asks gpt-4o, 1 model call, ${counted}, stop`,
    `  chat gpt-4o of openai, ${by}, ${counted}, ["stop"]`,
    ...usedTool,
  ],
};
