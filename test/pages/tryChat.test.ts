import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  desktop,
  keepScreen,
  noBrowser,
  phone,
  seriousViolations,
  useBrowser,
} from '../../insights/test/browser/browse.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { until } from '../time/until.ts';

const app = startApp(() => ({ AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true' }));
const browser = useBrowser();
const insights = () => app.stack.insights ?? '';

type Request = {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
};

/** What the app was asked, by the rows of its invocations, oldest first. */
async function asked(conversation?: string) {
  const rows = (await app.rows('dependencies')).filter(
    ({ name, customDimensions }) =>
      name === 'generate_completion' &&
      (conversation === undefined || customDimensions['gen_ai.conversation.id'] === conversation),
  );
  return rows
    .toSorted((a, b) => (String(a.timestamp) < String(b.timestamp) ? -1 : 1))
    .map(({ customDimensions }) => JSON.parse(customDimensions['app.request'] ?? '{}') as Request);
}

const waitFor = (conversation: string, count: number) =>
  until(
    `${count} requests of ${conversation}`,
    () => asked(conversation),
    (requests) => requests.length === count,
  );

/** Asks by the composer, and waits for what becomes of it. */
async function ask(page: Page, prompt: string, becomes = 'answered'): Promise<void> {
  const before = await page.locator('.try-turn').count();
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.keyboard.press('Control+Enter');
  await page.locator('.try-turn').nth(before).locator('.run-words').getByText(becomes).waitFor();
}

const rolesOf = (request: Request | undefined) => request?.messages.map(({ role }) => role);
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.skipIf(noBrowser)(`Try it is a chat${noBrowser}`, () => {
  it('a question is asked with what was said before, in one conversation, with instructions and parameters', async () => {
    const page = await browser.open(`${insights()}/try?conversation=chat-1`);
    await page.getByText('System prompt, parameters, format').click();
    await page.getByLabel('System prompt').fill('Be short.');
    await page.getByLabel('Temperature').fill('0.5');
    await ask(page, 'A tent?');
    await ask(page, 'And gas?');
    const [first, second] = await waitFor('chat-1', 2);
    expect(first).toMatchObject({ temperature: 0.5 });
    expect(rolesOf(first)).toEqual(['system', 'user']);
    expect(rolesOf(second)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(second?.messages[3]?.content).toBe('And gas?');
    await page
      .locator('.try-turn')
      .nth(1)
      .getByText(/US\$ 0\.\d+/)
      .waitFor();
    expect(await page.locator('.try-turn .track').count()).toBe(2);
  });

  it('names its conversation with the first question, another in each tab', async () => {
    const names: string[] = [];
    for (let tab = 0; tab < 2; tab++) {
      const page = await browser.open(`${insights()}/try`);
      await ask(page, 'A tent?');
      names.push(await page.getByLabel('Conversation').inputValue());
    }
    expect(names[0]).toMatch(/^try-[0-9a-f]{8}$/);
    expect(names[1]).not.toBe(names[0]);
    for (const name of names) await waitFor(name, 1);
  });

  it('stays over a reload, and a new one has nothing of it', async () => {
    const page = await browser.open(`${insights()}/try`);
    await ask(page, 'A tent?');
    await page.getByRole('link', { name: 'Open its trace' }).waitFor();
    await page.reload();
    await page.locator('.try-text').getByText('Thank you for asking!').waitFor();
    expect(await page.getByRole('link', { name: 'Open its trace' }).count()).toBe(1);
    await page.getByRole('button', { name: 'New chat' }).click();
    expect(await page.locator('.try-turn').count()).toBe(0);
    await page.reload();
    await page.getByLabel('Prompt', { exact: true }).waitFor();
    expect(await page.locator('.try-turn').count()).toBe(0);
  });

  it('a failed question is told, asked again in its place, changed, and not sent with later ones', async () => {
    const page = await browser.open(`${insights()}/try?conversation=chat-2`);
    await ask(page, 'Where? (always failing)', 'failed');
    await page
      .locator('.try-error')
      .getByText(/model_unavailable/)
      .waitFor();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await waitFor('chat-2', 2);
    await page.locator('.run-words').getByText('failed').waitFor();
    await page.getByRole('button', { name: 'Edit the question' }).click();
    const prompt = page.getByLabel('Prompt', { exact: true });
    expect(await prompt.inputValue()).toBe('Where? (always failing)');
    expect(await prompt.evaluate('document.activeElement.id')).toBe('prompt');
    await prompt.fill('Where?');
    await page.keyboard.press('Control+Enter');
    await page.locator('.run-words').getByText('answered').waitFor();
    expect(await page.locator('.try-turn').count()).toBe(1);
    const requests = await waitFor('chat-2', 3);
    expect(rolesOf(requests[2])).toEqual(['user']);
  });

  it('an answer that is stopped stays with what came of it', async () => {
    const page = await browser.open(`${insights()}/try`);
    await page.getByRole('button', { name: 'A slow stream' }).click();
    await page.locator('.try-text').getByText('Mountain').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('.run-words').getByText('stopped by you').waitFor();
    expect(await page.locator('.try-text').innerText()).not.toMatch(/litter/);
  });

  it.each([
    ['Cut off', 'failed', 1],
    ['The assistant travel-guide', 'answered', 1],
  ])('has a preset: %s', async (name, becomes, turns) => {
    const page = await browser.open(`${insights()}/try`);
    await page.getByRole('button', { name }).click();
    await page.locator('.run-words').getByText(becomes).waitFor();
    expect(await page.locator('.try-turn').count()).toBe(turns);
    if (name === 'Cut off') return;
    await page
      .locator('.try-trace')
      .getByText(/⌘ travel-guide/)
      .waitFor();
    await page
      .locator('.try-trace')
      .getByText(/2 model calls, 2 tool runs/)
      .waitFor();
    const group = page.getByLabel('Model').locator('optgroup[label=Assistants] option');
    expect(await group.allTextContents()).toContain('⌘ travel-guide');
  });

  it('an image is shown from its bytes and sent, and another file is refused with the reason', async () => {
    const page = await browser.open(`${insights()}/try?conversation=chat-3`);
    const file = page.getByLabel('Image');
    await file.setInputFiles({
      name: 'page.png',
      mimeType: 'image/png',
      buffer: Buffer.from('<script>document.title="owned"</script>'),
    });
    await page.getByRole('alert').getByText('no PNG, JPEG, GIF or WebP').waitFor();
    await file.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: onePixel });
    await page.locator('.try-image img').waitFor();
    await ask(page, 'What is this?');
    const shown = page.locator('.try-question img');
    expect(await shown.getAttribute('src')).toMatch(/^blob:/);
    await until(
      'the image is drawn',
      () => page.evaluate("document.querySelector('.try-question img').naturalWidth"),
      (width) => width === 1,
    );
    const [request] = await waitFor('chat-3', 1);
    expect(JSON.stringify(request)).toContain(
      `data:image/png;base64,${onePixel.toString('base64')}`,
    );
  });

  it('a schema that is no JSON is not sent, and one that is comes to the app', async () => {
    const page = await browser.open(`${insights()}/try?conversation=chat-4`);
    await page.getByText('System prompt, parameters, format').click();
    await page.getByRole('radio', { name: 'JSON schema' }).check();
    await page.getByRole('textbox', { name: 'JSON schema' }).fill('{"type":');
    await page.getByLabel('Prompt', { exact: true }).press('Control+Enter');
    await page.getByRole('alert').getByText('The JSON schema: this is not JSON.').waitFor();
    expect(await page.locator('.try-turn').count()).toBe(0);
    await page.getByRole('textbox', { name: 'JSON schema' }).fill('{"type":"object"}');
    await ask(page, 'A tent?');
    const [request] = await waitFor('chat-4', 1);
    expect(request).toMatchObject({
      response_format: { json_schema: { name: 'answer', schema: { type: 'object' } } },
    });
  });

  it('keys alone ask, open the folded fields, and change the last question', async () => {
    const page = await browser.open(`${insights()}/try?prompt=&conversation=chat-5`);
    await page.getByLabel('Prompt', { exact: true }).waitFor();
    const name = () =>
      page.evaluate<string>(
        '(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()',
      );
    const go = async (to: string, key: string) => {
      for (let step = 0; step < 40; step++) {
        await page.keyboard.press(key);
        if ((await name()).startsWith(to)) return;
      }
      throw new Error(`${to} is not reached by ${key}`);
    };
    await go('System prompt, parameters, format', 'Tab');
    await page.keyboard.press('Enter');
    await go('System prompt', 'Tab');
    await page.keyboard.type('Be short.');
    await go('Prompt', 'Shift+Tab');
    await page.keyboard.type('Where? (always failing)');
    await page.keyboard.press('Control+Enter');
    await page.locator('.run-words').getByText('failed').waitFor();
    await go('Edit the question', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await until('the focus in the prompt', name, (text) => text === 'Prompt');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Where?');
    await page.keyboard.press('Control+Enter');
    await page.locator('.run-words').getByText('answered').waitFor();
    const requests = await waitFor('chat-5', 2);
    expect(requests[1]?.messages.map(({ content }) => content)).toEqual(['Be short.', 'Where?']);
  });

  it.each([desktop, phone])(
    'with turns at $width px: nothing serious for axe in either theme, nothing sideways',
    async (viewport) => {
      const page = await browser.open(`${insights()}/try`, { viewport, bypassCSP: true });
      await page.getByRole('button', { name: 'An answer' }).click();
      await page.locator('.run-words').getByText('answered').waitFor();
      await page.getByRole('link', { name: 'Open its trace' }).waitFor();
      await page.getByText('System prompt, parameters, format').click();
      await keepScreen(page, `try-chat-${viewport.width}-light`);
      expect(await seriousViolations(page)).toEqual([]);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(viewport.width);
      await page.emulateMedia({ colorScheme: 'dark' });
      await keepScreen(page, `try-chat-${viewport.width}-dark`);
      expect(await seriousViolations(page, ['color-contrast'])).toEqual([]);
    },
  );
});

/** The operation of the only call of a conversation, once it has ended. */
async function callOf(conversation: string) {
  const url = `${insights()}/api/operations?conversation=${conversation}`;
  type Found = { items: { operation_Id: string; session_Id: string; outcome: string }[] };
  const { items } = await until(
    `the call of ${conversation}`,
    async () => (await (await fetch(url)).json()) as Found,
    (list) => list.items.some(({ outcome }) => outcome !== 'running'),
  );
  return `from=${items[0]?.operation_Id}&session=${items[0]?.session_Id}`;
}

describe.skipIf(noBrowser)(`Try it begins with a call${noBrowser}`, () => {
  const messages = [
    { role: 'system', content: 'Be short.' },
    { role: 'user', content: 'A tent?' },
    { role: 'assistant', content: 'Yes.' },
    { role: 'user', content: '<img src=x onerror="document.title=\'owned\'">' },
  ];

  it('its fields hold what the call asked, nothing is sent by itself, and what is changed alone differs', async () => {
    const request = { messages, temperature: 0.5, user: 'ann' };
    await (await app.chat(request, { 'x-conversation-id': 'from-1' })).text();
    const page = await browser.open(`${insights()}/try?${await callOf('from-1')}`);
    const prompt = page.getByLabel('Prompt', { exact: true });
    await until(
      'the prompt',
      () => prompt.inputValue(),
      (text) => text === messages[3]?.content,
    );
    expect(await page.getByRole('radio', { name: 'HTTP' }).isChecked()).toBe(true);
    expect(await page.getByText('2 earlier messages of the call').count()).toBe(1);
    await page.getByText('It also has user: see Other fields.').waitFor();
    expect(await asked('from-1')).toHaveLength(1);
    await prompt.fill('And gas?');
    await prompt.press('Control+Enter');
    await page.locator('.run-words').getByText('answered').waitFor();
    const [, second] = await waitFor('from-1', 2);
    expect(second).toEqual({
      ...request,
      messages: [...messages.slice(0, 3), { role: 'user', content: 'And gas?' }],
    });
    expect(await page.title()).not.toBe('owned');
  });

  it.each([
    ['Stream', 'Chat completions', 'chat/completions', { stream: true }],
    ['HTTP', 'Responses', 'responses', {}],
    ['Job', 'Chat completions', 'jobs', {}],
  ])('by the way that it came: %s, %s', async (way, api, path, more) => {
    const conversation = `way-${way}`;
    const question = path === 'responses' ? { input: 'A tent?' } : { messages: [messages[1]] };
    const response = await fetch(`${app.stack.app}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-conversation-id': conversation },
      body: JSON.stringify({ ...question, ...more }),
    });
    await response.text();
    await waitFor(conversation, 1);
    const page = await browser.open(`${insights()}/try?${await callOf(conversation)}`);
    const prompt = page.getByLabel('Prompt', { exact: true });
    await until(
      'the prompt',
      () => prompt.inputValue(),
      (text) => text === 'A tent?',
    );
    for (const name of [way, api]) {
      expect(await page.getByRole('radio', { name, exact: true }).isChecked()).toBe(true);
    }
    expect(await page.locator('.try-notes').count()).toBe(0);
  });

  it('of a request that is too long for the trace its messages are there, and what is missing is said', async () => {
    const long = [{ role: 'user', content: `${'é'.repeat(8_200)} a tent?` }];
    await (await app.chat({ messages: long }, { 'x-conversation-id': 'from-2' })).text();
    const page = await browser.open(`${insights()}/try?${await callOf('from-2')}`);
    await page.getByText(/The whole request is not in the trace/).waitFor();
    const prompt = page.getByLabel('Prompt', { exact: true });
    expect(await prompt.inputValue()).toContain('a tent?');
  });

  it('a call that is not here is said, and the page can be used', async () => {
    const page = await browser.open(`${insights()}/try?from=${'0'.repeat(32)}`);
    await page.getByText('That call is not here').waitFor();
    await ask(page, 'A tent?');
  });

  it('a conversation goes on after its last answer', async () => {
    await (await app.chat(campingRequest, { 'x-conversation-id': 'on-1' })).text();
    await callOf('on-1');
    const page = await browser.open(`${insights()}/conversations/on-1`);
    await page.getByRole('link', { name: 'go on in Try it' }).click();
    await page.getByText('2 earlier messages of the call').waitFor();
    await ask(page, 'And gas?');
    const [, second] = await waitFor('on-1', 2);
    expect(rolesOf(second)).toEqual(['user', 'assistant', 'user']);
    expect(second?.messages[1]?.content).toContain('bear-proof container');
  });
});
