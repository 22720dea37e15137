import { expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { startStack } from '../../local/stack/stack.ts';

it('a stack with wrong settings does not start: each is named, and no value', async () => {
  const starting = startStack({
    ports: { app: 0, insights: 0, model: 0, storage: 0 },
    data: 'memory',
    build: false,
    settings: {
      ...readSample(root),
      AzureWebJobsStorage: 'canary',
      MODEL_PRICES: '{"canary":{"input":1e400,"output":1}}',
      AZURE_AI_INFERENCE_ENDPOINT: 'HTTP://canary.example/v1',
    },
  });
  const message = await starting.then(
    async (stack) => {
      await stack.stop();
      return 'started';
    },
    (error: Error) => error.message,
  );
  expect(message.split('\n').map((line) => line.trim().split(' ')[1])).toEqual([
    'cannot',
    'AZURE_AI_INFERENCE_ENDPOINT',
    'MODEL_PRICES',
    'AzureWebJobsStorage',
  ]);
  expect(message).not.toContain('canary');
});
