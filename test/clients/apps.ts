import { afterAll } from 'vitest';
import { startScriptedModel } from '../e2e/scriptedModel.ts';
import { startApp } from '../e2e/startApp.ts';
import { hangMs } from '../time/hangMs.ts';

/** The model of `app`, which answers as a test tells it. */
export const model = await startScriptedModel();
afterAll(model.stop);

const settings = { AZURE_AI_INFERENCE_ENDPOINT: model.url, AZURE_OPENAI_FALLBACK_DEPLOYMENTS: '' };

/** The app that the tests of all clients share. */
export const app = startApp(() => settings);

/** The app with the embedded model. */
export const embedded = startApp();

/** Leaves it to its client to wait for a busy model. */
export const impatient = startApp(() => ({
  ...settings,
  HTTP_DEADLINE_SECONDS: `${Math.ceil(hangMs(1_000) / 1_000)}`,
}));
