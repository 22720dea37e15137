import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { OperationList } from '../../insights/api.ts';
import { keepScreen, noBrowser, useBrowser } from '../../insights/test/browser/browse.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { until } from '../time/until.ts';

const app = startApp(() => ({ AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true' }));
const browser = useBrowser();
const insights = () => app.stack.insights ?? '';
const listed = async () =>
  ((await (await fetch(`${insights()}/api/operations?limit=200`)).json()) as OperationList).items;

describe.skipIf(noBrowser)(`Try it${noBrowser}`, () => {
  it('asks, shows the answer as it comes, and opens its trace: time, cost and session', async () => {
    const page = await browser.open(`${insights()}/try`);
    await page
      .getByLabel(/Prompt|Question/i)
      .first()
      .fill(campingRequest.messages[0]?.content ?? '');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/bear-proof container/).waitFor();
    await page.getByRole('link', { name: /Open its trace/ }).click();
    await page.waitForURL(/\/calls\/[0-9a-f]{32}/);
    await page.getByText(/gpt-4o answered in/).waitFor();
    const text = await page.locator('main').innerText();
    expect(text).toMatch(/duration\s+[\d.]+ m?s/);
    expect(text).toMatch(/cost\s+US\$ 0\.\d+/);
    expect(text).toMatch(/session\s+[0-9a-f]{8}/);
  });

  it.each([
    [/throttled once/i, 'ok', 2],
    [/always failing/i, 'model_unavailable', 3],
    [/slow stream/i, 'ok', 1],
    [/with tools/i, 'ok', 1],
  ])('has a button for %s', async (name, outcome, calls) => {
    const page = await browser.open(`${insights()}/try`);
    const before = new Set((await listed()).map(({ session_Id }) => session_Id));
    await page.getByRole('button', { name }).click();
    const items = await until(
      'the call in the list',
      async () => (await listed()).filter(({ session_Id }) => !before.has(session_Id)),
      (found) => found.some((item) => item.outcome === outcome && item.modelCalls === calls),
    );
    expect(items.length).toBeGreaterThan(0);
  });
});

describe.skipIf(noBrowser)(`Try it, by v1/responses${noBrowser}`, () => {
  const radio = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });

  it('is chosen in the address, shows the text as it comes, and leads to its trace', async () => {
    const prompt = encodeURIComponent('What should I pack for a week of hiking? (slow)');
    const page = await browser.open(`${insights()}/try?api=responses&prompt=${prompt}`);
    expect(await radio(page, 'Responses').isChecked()).toBe(true);
    await page.getByLabel('Prompt', { exact: true }).press('Control+Enter');
    const text = page.locator('.try-text');
    await text.filter({ hasText: 'Mountain weather' }).waitFor();
    expect(await page.locator('.run-words').innerText()).toMatch(/streaming/);
    expect(await text.innerText()).not.toMatch(/take every piece of litter home/);
    await keepScreen(page, 'try-responses');
    await text.filter({ hasText: 'take every piece of litter home' }).waitFor();
    await page.getByText(/◆ first token/).waitFor();
    await page.locator('.run-words').getByText('answered').waitFor();
    await page.getByRole('link', { name: /Open its trace/ }).click();
    await page.getByText('POST /api/v1/responses').first().waitFor();
  });

  it.each([
    [/with tools/i, /The model asks for get_weather \{"city":"Madrid"\}/],
    [/always failing/i, /model_unavailable: /],
  ])('the button for %s', async (name, shown) => {
    const page = await browser.open(`${insights()}/try`);
    expect(await radio(page, 'Chat completions').isChecked()).toBe(true);
    await radio(page, 'Responses').check();
    await page.getByRole('button', { name }).click();
    await page.locator('.try-answer').filter({ hasText: shown }).waitFor();
    const trace = page.getByRole('link', { name: /Open its trace/ });
    await trace.click();
    await page.getByText('POST /api/v1/responses').first().waitFor();
  });

  it('is not for jobs, and is chosen again when they are not', async () => {
    const page = await browser.open(`${insights()}/try?api=responses`);
    await radio(page, 'Job').check();
    expect(await radio(page, 'Responses').isDisabled()).toBe(true);
    expect(await radio(page, 'Chat completions').isChecked()).toBe(true);
    await keepScreen(page, 'try-job');
    await page.getByLabel('Prompt', { exact: true }).press('Control+Enter');
    await page.getByText(/bear-proof container/).waitFor();
    await radio(page, 'HTTP').check();
    expect(await radio(page, 'Responses').isChecked()).toBe(true);
  });
});

describe.skipIf(noBrowser)(`conversations and jobs${noBrowser}`, () => {
  it('a conversation is told turn by turn', async () => {
    for (let turn = 0; turn < 2; turn++) {
      await (await app.chat(campingRequest, { 'x-conversation-id': 'trip-9' })).text();
    }
    await until(
      'both calls of the conversation',
      async () => (await listed()).filter(({ conversationId }) => conversationId === 'trip-9'),
      (found) => found.filter(({ outcome }) => outcome === 'ok').length === 2,
    );
    const page = await browser.open(`${insights()}/conversations/trip-9`);
    await page
      .getByText(/supplies for a camping trip/)
      .first()
      .waitFor();
    await page
      .getByText(/bear-proof container/)
      .first()
      .waitFor();
  });

  it('a job shows its accept, its deliveries and its result', async () => {
    const response = await fetch(`${app.stack.app}/api/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(campingRequest),
    });
    const { id } = (await response.json()) as { id: string };
    await until(
      'the job’s call',
      async () => (await listed()).filter(({ job }) => job === id),
      (found) => found.some(({ trigger, outcome }) => trigger === 'queue' && outcome === 'ok'),
    );
    const page = await browser.open(`${insights()}/jobs/${id}`);
    await page.getByText(id).first().waitFor();
    await page
      .getByText(/inferenceQueue/)
      .first()
      .waitFor();
    await page
      .getByText(/createJob/)
      .first()
      .waitFor();
  });

  it('a job shows who answered and its result, and is marked in the navigation', async () => {
    const response = await fetch(`${app.stack.app}/api/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-conversation-id': 'job-1' },
      body: JSON.stringify({ ...campingRequest, model: 'travel-guide' }),
    });
    const { id } = (await response.json()) as { id: string };
    const page = await browser.open(`${insights()}/jobs/${id}`);
    await page.getByRole('region', { name: 'Result' }).getByText('Lake Tahoe').waitFor();
    await page.getByText('⌘ travel-guide').first().waitFor();
    const current = page.locator('[aria-current]');
    expect(await current.allInnerTexts()).toEqual(['Calls', 'Jobs']);
    await page.getByRole('link', { name: '‹ Jobs' }).click();
    await page.getByRole('row', { name: new RegExp(`${id}.*⌘ travel-guide`) }).waitFor();
    await page.getByRole('link', { name: 'Conversations' }).click();
    await page.getByRole('row', { name: /job-1.*⌘ travel-guide/ }).waitFor();
    await page.goto(`${insights()}/conversations/job-1`);
    await page.getByText('assistant', { exact: true }).waitFor();
    expect(await current.allInnerTexts()).toEqual(['Calls', 'Conversations']);
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/conversations$/);
  });
});
