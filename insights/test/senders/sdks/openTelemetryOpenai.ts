import { createRequire } from 'node:module';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';
import { shutdown } from './openTelemetry.ts';
import { talk } from './talk.ts';

registerInstrumentations({
  instrumentations: [new OpenAIInstrumentation({ captureMessageContent: true })],
});
// It hooks into `require`, so the client is loaded after it and by that.
const { OpenAI } = createRequire(import.meta.url)('openai') as typeof import('openai');

await talk(new OpenAI({ baseURL: `${process.env.MODEL_URL}/v1`, apiKey: 'none', maxRetries: 0 }));
await shutdown();
