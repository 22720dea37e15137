import { observeOpenAI } from '@langfuse/openai';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { propagateAttributes, startActiveObservation, startObservation } from '@langfuse/tracing';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { OpenAI } from 'openai';
import { user } from './said.ts';
import { talk } from './talk.ts';

const tracing = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'store', 'service.instance.id': 'one' }),
  spanProcessors: [
    new LangfuseSpanProcessor({
      publicKey: 'none',
      secretKey: 'none',
      baseUrl: process.env.RECEIVER_URL ?? '',
    }),
  ],
});
tracing.register();

const openai = new OpenAI({
  baseURL: `${process.env.MODEL_URL}/v1`,
  apiKey: 'none',
  maxRetries: 0,
});
await talk(observeOpenAI(openai, { sessionId: 'c1' }));

// An agent that is told of by hand, with a call to a model and a tool.
await startActiveObservation(
  'packer',
  async (agent) => {
    await propagateAttributes({ sessionId: 'c2' }, async () => {
      agent.update({ input: user, output: 'Pack a tent.' });
      const generation = agent.startObservation(
        'ask',
        {
          model: 'gpt-4o',
          input: [{ role: 'user', content: user }],
          output: { role: 'assistant', content: 'Pack a tent.' },
          usageDetails: { input: 10, output: 5 },
          costDetails: { total: 0.25 },
        },
        { asType: 'generation' },
      );
      generation.end();
      const tool = startObservation(
        'weather',
        { input: { place: 'Inari' }, output: 'It rains.' },
        { asType: 'tool' },
      );
      tool.end();
    });
  },
  { asType: 'agent' },
);
await tracing.shutdown();
