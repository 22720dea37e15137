import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationList } from '../../insights/api.ts';
import { keepScreen, noBrowser, useBrowser } from '../../insights/test/browser/browse.ts';
import { reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { startApp } from '../e2e/startApp.ts';
import { modelResponse } from '../e2e/typedEvents.ts';
import { until } from '../time/until.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true',
}));
const browser = useBrowser();
const insights = () => app.stack.insights ?? '';

const reasoning = {
  type: 'reasoning',
  id: 'rs_1',
  summary: [{ type: 'summary_text', text: 'They will be cold.' }],
  encrypted_content: 'c2VjcmV0',
};
const call = {
  type: 'function_call',
  call_id: 'call_1',
  name: 'get_weather',
  arguments: '{"city":"Madrid"}',
};
const items = [
  { role: 'developer', content: 'You are terse.' },
  { role: 'user', content: [{ type: 'input_text', text: 'What should I pack for Madrid?' }] },
  { type: 'item_reference', id: 'msg_7' },
  reasoning,
  call,
  { type: 'function_call_output', call_id: 'call_1', output: '21 °C' },
  { type: 'item_of_tomorrow', payload: [1] },
];
const output = [
  reasoning,
  { type: 'web_search_call', id: 'ws_1', status: 'completed' },
  ...modelResponse.output,
];

describe.skipIf(noBrowser)(`a call by v1/responses${noBrowser}`, () => {
  let session = '';
  const url = (tab: string) => `${insights()}/sessions/${session}${tab}`;

  beforeAll(async () => {
    model.replies.push(reply(200, { ...modelResponse, output }));
    const response = await fetch(`${app.stack.app}/api/v1/responses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: items, tools: [{ type: 'function', name: 'get_weather' }] }),
    });
    expect(response.status).toBe(200);
    session = response.headers.get('x-request-id') ?? '';
    await until(
      'the call in the list',
      async () =>
        (await (
          await fetch(`${insights()}/api/operations?session=${session}`)
        ).json()) as OperationList,
      (list) => list.items.some(({ name, outcome }) => name.startsWith('POST') && outcome === 'ok'),
    );
  });

  it('is named so in the waterfall, in its row and in the list', async () => {
    const page = await browser.open(url(''));
    const line = page.getByRole('row', { name: /^chat gpt-4o, by the Responses API/ });
    await line.getByText('Responses', { exact: true }).waitFor();
    await line.click();
    await page.getByRole('complementary').getByText('chat, by the Responses API').waitFor();
    await keepScreen(page, 'responses-call');
    await page.goto(`${insights()}/calls?session=${session}`);
    await page.getByRole('row', { name: /responses.*What should I pack for Madrid/ }).waitFor();
    await keepScreen(page, 'responses-list');
  });

  it('shows its items as messages: reasoning, calls with their results, others by their type', async () => {
    const page = await browser.open(url(''));
    await page.getByRole('tab', { name: /Messages/ }).click();
    const messages = page.locator('.messages');
    await messages.getByText('Pack a tent.').waitFor();
    const answer = await messages.locator('.message.output').innerText();
    expect(answer).toMatch(/reasoning\s+They will be cold\.\s+part of type web_search_call/);
    const open = messages.locator('.message.input', { hasText: 'get_weather' });
    expect(await open.innerText()).toMatch(/"city": "Madrid"[\s\S]*result\s+21 °C/);
    const text = await messages.innerText();
    for (const shown of [
      'You are terse.',
      'item_reference',
      'item_of_tomorrow',
      '1 tool offered',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).not.toContain('c2VjcmV0');
    await keepScreen(page, 'responses-messages');
  });

  it('is no finding of the health page: each of its attributes is known', async () => {
    const { checks } = (await (await fetch(`${insights()}/api/health`)).json()) as {
      checks: { name: string; state: string }[];
    };
    const names = checks.find(({ name }) => name === 'Unknown gen_ai.* attributes');
    expect(names).toMatchObject({ state: 'ok' });
  });
});
