import { createOpenAI } from '@ai-sdk/openai-6';
import * as ai from 'ai-6';
import { shutdown } from './openTelemetry.ts';
import { system, tool, user } from './said.ts';

const openai = createOpenAI({ baseURL: `${process.env.MODEL_URL}/v1`, apiKey: 'none' });
const experimental_telemetry = {
  isEnabled: true,
  functionId: 'packing',
  metadata: { sessionId: 'c1' },
};
const common = { model: openai.chat('gpt-4o'), system, prompt: user, experimental_telemetry };

await ai.generateText({ ...common, temperature: 0.5 });
await ai.streamText(common).text;
const weather = ai.tool({
  description: tool.description,
  inputSchema: ai.jsonSchema<{ place: string }>(tool.parameters as object),
  execute: () => 'It rains.',
});
await ai.generateText({ ...common, tools: { weather }, stopWhen: ai.stepCountIs(2) });
await ai
  .generateText({ ...common, model: openai.chat('broken'), maxRetries: 0 })
  .catch(() => undefined);
await ai.embed({
  model: openai.embedding('text-embedding-3-small'),
  value: user,
  experimental_telemetry,
});
await shutdown();
