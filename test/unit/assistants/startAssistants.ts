import type { Assistant } from '../../../src/assistants/assistant.ts';
import { createAssistants } from '../../../src/assistants/createAssistants.ts';
import type { InferenceConfig } from '../../../src/config.ts';
import { createInference } from '../../../src/inference/createInference.ts';
import type {
  AgentEnded,
  AgentSpan,
  OpenAgentSpan,
} from '../../../src/telemetry/spans/agentSpan.ts';
import type { ChatCall } from '../../../src/telemetry/spans/modelAttributes.ts';
import type { ToolRun } from '../../../src/telemetry/spans/toolSpan.ts';
import { testConfig } from '../../testConfig.ts';

/** A tool's span: what it was opened with, and how it ended; `ends` counts how often it did. */
interface RecordedTool extends ToolRun {
  content?: string;
  problem?: string | undefined;
  ends: number;
}

/** Spans of assistants that keep what they are told. */
export function recordSpans() {
  const tools: RecordedTool[] = [];
  const agents: { name: string; version: string; ended: AgentEnded[] }[] = [];
  const open: OpenAgentSpan = (about) => {
    const agent = { ...about, ended: [] as AgentEnded[] };
    agents.push(agent);
    const span: AgentSpan = {
      within: (work) => work(),
      openTool(run) {
        const tool: RecordedTool = { ...run, ends: 0 };
        tools.push(tool);
        return {
          within: (work) => work(),
          ended(content, problem) {
            Object.assign(tool, { content, problem });
            tool.ends += 1;
          },
        };
      },
      ended: (ended) => void agent.ended.push(ended),
    };
    return span;
  };
  return { open, tools, agents };
}

/** Assistants over a model at a base URL, with every span that they open. */
export function startAssistants(
  endpoint: string,
  assistants: readonly Assistant[],
  config: Partial<InferenceConfig> = {},
) {
  const spans = recordSpans();
  const chats: (ChatCall & { end?: string })[] = [];
  const models = createInference(
    testConfig(endpoint, {
      systemPrompt: 'You are a plain model.',
      prices: new Map([['gpt-4o', { input: 2.5, output: 10 }]]),
      ...config,
    }),
    { getToken: async () => null },
    (call) => {
      if (call.operation !== 'chat') throw new Error('an assistant asks for completions only');
      const chat: (typeof chats)[number] = { ...call };
      chats.push(chat);
      return {
        responded() {},
        firstChunk() {},
        succeeded() {
          chat.end = 'ok';
        },
        failed(code) {
          chat.end = code;
        },
      };
    },
    assistants.map(({ name }) => name),
  );
  const inference = createAssistants(assistants, models, spans.open);
  return { inference, models, chats, ...spans };
}
