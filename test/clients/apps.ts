import { afterAll } from 'vitest';
import { newKey, toSetting } from '../e2e/callers/keys.ts';
import { modelAnswer, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { startApp } from '../e2e/startApp.ts';
import { modelResponse } from '../e2e/typedEvents.ts';
import { hangMs } from '../time/hangMs.ts';

/** The model of `app`, which answers as a test tells it, and by the API that it is asked by when told nothing. */
export const model = await startScriptedModel((response) => {
  const body = response.req.url?.endsWith('/responses') ? modelResponse : modelAnswer;
  reply(200, body)(response);
});
afterAll(model.stop);

const settings = { AZURE_AI_INFERENCE_ENDPOINT: model.url, AZURE_OPENAI_FALLBACK_DEPLOYMENTS: '' };

/** The app that the tests of all clients share. */
export const app = startApp(() => settings);

/** The key of the only caller of `guarded`. */
export const callersKey = newKey();

/** The app with a caller. */
export const guarded = startApp(() => ({
  ...settings,
  CALLERS: toSetting({ mobile: { key: callersKey } }),
}));

/** The app with the embedded model. */
export const embedded = startApp();

/** Leaves it to its client to wait for a busy model. */
export const impatient = startApp(() => ({
  ...settings,
  HTTP_DEADLINE_SECONDS: `${Math.ceil(hangMs(1_000) / 1_000)}`,
}));
