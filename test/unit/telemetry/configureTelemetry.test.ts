import { expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { configureTelemetry } from '../../../src/telemetry/configureTelemetry.ts';

const credential = { getToken: () => Promise.resolve(null) };
const load = Promise.resolve();
const configOf = (environment: Record<string, string>) =>
  parseConfig({ AZURE_AI_INFERENCE_ENDPOINT: 'http://127.0.0.1:1/v1', ...environment }).telemetry;

it('configured twice: one configuration in production, an error under test', async () => {
  const first = await configureTelemetry(configOf({}), credential, load);
  expect(
    await configureTelemetry(configOf({ TELEMETRY_SAMPLING_RATIO: '0' }), credential, load),
  ).toBe(first);
  expect(() => configureTelemetry(configOf({ NODE_ENV: 'test' }), credential, load)).toThrow(
    /once per worker/,
  );
});
