import { createOpenAI } from '@ai-sdk/openai';
import { OpenTelemetry } from '@ai-sdk/otel';
import * as ai from 'ai';
import { shutdown } from './openTelemetry.ts';
import { system, tool, user } from './said.ts';

ai.registerTelemetry(new OpenTelemetry());
const openai = createOpenAI({ baseURL: `${process.env.MODEL_URL}/v1`, apiKey: 'none' });
const common = {
  model: openai.chat('gpt-4o'),
  instructions: system,
  prompt: user,
  telemetry: { functionId: 'packing' },
};

await ai.generateText({ ...common, temperature: 0.5 });
await ai.streamText(common).text;
const weather = ai.tool({
  description: tool.description,
  inputSchema: ai.jsonSchema<{ place: string }>(tool.parameters as object),
  execute: () => 'It rains.',
});
await ai.generateText({ ...common, tools: { weather }, stopWhen: ai.isStepCount(2) });
await ai
  .generateText({ ...common, model: openai.chat('broken'), maxRetries: 0 })
  .catch(() => undefined);
await ai.embed({ model: openai.embedding('text-embedding-3-small'), value: user });
await shutdown();
