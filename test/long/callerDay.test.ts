import { afterAll, expect, it } from 'vitest';
import type { AlertList } from '../../insights/alertsApi.ts';
import { newKey, toSetting } from '../e2e/callers/keys.ts';
import { modelAnswer, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { until } from '../time/until.ts';

const usage = { prompt_tokens: 30, completion_tokens: 30, total_tokens: 60 };
const model = await startScriptedModel(reply(200, { ...modelAnswer, usage }));
afterAll(model.stop);
const key = newKey();
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  CALLERS: toSetting({ mobile: { key, tokensPerDay: 500 } }),
}));

const ask = () =>
  fetch(`${app.stack.app}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ ...campingRequest, max_tokens: 20 }),
  });

const alert = async () => {
  const response = await fetch(`${app.stack.insights}/api/alerts`);
  const { states } = (await response.json()) as AlertList;
  return states.find(({ name }) => name === 'caller-day');
};

it('a caller that has spent nine tenths of its day is told of once, and the alert fires; before, it is silent', async () => {
  const tokens = async () => {
    const { usage } = (await (await ask()).json()) as { usage: { total_tokens: number } };
    return usage.total_tokens;
  };
  for (let call = 0; call < 7; call++) expect(await tokens()).toBe(60);
  await until('the lines of seven calls', lines, (rows) => rows.length === 7);
  expect(await alert()).toMatchObject({ state: 'silent' });
  expect(await tokens()).toBe(60);
  const rows = await until('the line of the limit', lines, (all) => all.length === 9);
  const told = rows.filter(({ customDimensions }) => customDimensions['app.limit'] !== undefined);
  expect(told).toEqual([
    expect.objectContaining({
      message: 'Caller mobile has spent 90 % of its tokensPerDay of today (UTC).',
      severityLevel: 2,
      customDimensions: expect.objectContaining({
        'app.caller': 'mobile',
        'app.limit': 'tokensPerDay',
      }),
    }),
  ]);
  expect(told[0]).not.toHaveProperty('session_Id');
  const day = new Date().toISOString().slice(0, 10);
  const fired = await until('the alert', alert, (state) => state?.state === 'fires');
  expect(fired?.series).toMatchObject([{ dimensions: { caller: `mobile on ${day}` }, value: 1 }]);
});

const lines = () => app.rows('traces');
