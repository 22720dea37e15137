import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationList } from '../../insights/api.ts';
import { noBrowser, phone, useBrowser } from '../../insights/test/browser/browse.ts';
import { chunks, event, modelStream, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { expectWithin } from '../time/expectWithin.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  HTTP_DEADLINE_SECONDS: `${Math.ceil(hangMs(3_000) / 1_000)}`,
}));
const browser = useBrowser();
const sse = { 'content-type': 'text/event-stream' };
const busy = reply(429, {}, { 'retry-after': '0' });

const insights = () => app.stack.insights ?? '';
const listed = async () =>
  ((await (await fetch(`${insights()}/api/operations?limit=100`)).json()) as OperationList).items;

/** Asks, and waits until the whole of the call has arrived. */
async function ask(body: object, headers: Record<string, string> = {}): Promise<string> {
  const response = await app.chat(body, headers);
  await response.text();
  const session = response.headers.get('x-request-id') ?? '';
  await until('the call in the list', listed, (items) =>
    items.some(
      ({ session_Id, outcome, name }) =>
        session_Id === session && outcome !== 'running' && name.startsWith('POST'),
    ),
  );
  return session;
}

const row = (session: string) => `tr.calls-row:has(td.session[title="${session}"])`;

describe.skipIf(noBrowser)(`the list of calls${noBrowser}`, () => {
  const sessions: Record<string, string> = {};

  beforeAll(async () => {
    sessions.ok = await ask(campingRequest);
    model.replies.push((response) => {
      response.writeHead(200, sse).write(event(chunks.role));
      setTimeout(() => response.end(modelStream), 200);
    });
    sessions.streamed = await ask(
      { ...campingRequest, stream: true },
      { 'x-conversation-id': 'trip-7' },
    );
    model.replies.push(busy);
    sessions.retried = await ask(campingRequest);
    model.replies.push(reply(404, {}));
    sessions.fallback = await ask(campingRequest);
    model.replies.push(busy, busy, busy);
    sessions.failed = await ask(campingRequest);
  });

  it('has a row for each call, with the figures of the read interface', async () => {
    const page = await browser.open(`${insights()}/calls`);
    for (const call of await listed()) {
      const text = (await page.locator(row(call.session_Id ?? '')).innerText()).replace(
        /\s+/g,
        ' ',
      );
      expect(text).toContain(call.outcome);
      expect(text).toContain(call.function);
      if (call.model) expect(text).toContain(call.model);
      if (call.inputTokens !== null)
        expect(text).toContain(call.inputTokens.toLocaleString('en-US'));
      expect(text).toContain((call.session_Id ?? '').slice(0, 8));
      expect(text).not.toMatch(/US\$ 0(?!\.)/); // what has no price is a dash
    }
    const words = async (session = '') => page.locator(row(session)).innerText();
    expect(await words(sessions.retried)).toContain('↻1');
    expect(await words(sessions.fallback)).toContain('↪');
    expect(await words(sessions.streamed)).toContain('conversation trip-7');
    expect(await words(sessions.failed)).toContain('rate_limit_exceeded');
  });

  it('draws the first token of a streamed call where it came', async () => {
    const page = await browser.open(`${insights()}/calls`);
    const bar = page.locator(row(sessions.streamed ?? '')).locator('.duration');
    await bar.locator('.mark-wait').waitFor();
    // At once: the scale of all bars follows the slowest call that is there.
    const widths = await bar.locator('.mark-wait, .mark-stream').evaluateAll((marks) =>
      marks.map((mark) => {
        const { getBoundingClientRect } = mark as unknown as {
          getBoundingClientRect(): { width: number };
        };
        return getBoundingClientRect.call(mark).width;
      }),
    );
    const call = (await listed()).find(({ session_Id }) => session_Id === sessions.streamed);
    const [mark] = call?.calls ?? [];
    const share = (mark?.firstTokenMs ?? 0) / (mark?.durationMs ?? 1);
    const [wait = 0, rest = 0] = widths;
    const whole = wait + rest;
    // Beside a slow call the bar is short, and a mark has some pixels at least.
    expect(Math.abs(wait - share * whole)).toBeLessThan(Math.max(3, 0.1 * whole));
  });

  it('shows a call within two seconds of its end', async () => {
    const page = await browser.open(`${insights()}/calls`);
    await page.locator(row(sessions.ok ?? '')).waitFor();
    const response = await app.chat(campingRequest);
    await response.text();
    const session = response.headers.get('x-request-id') ?? '';
    await expectWithin(2_000, 500, () => page.locator(row(session)).waitFor());
  });

  it('stands still while a row is held, says how many came, and shows them when asked', async () => {
    const page = await browser.open(`${insights()}/calls`);
    const held = page.locator(row(sessions.ok ?? ''));
    await held.locator('a').focus();
    const before = await held.boundingBox();
    const later = [await ask(campingRequest), await ask(campingRequest)];
    await page.getByRole('button', { name: /2 new calls/ }).waitFor();
    expect(await held.boundingBox()).toEqual(before);
    await page.keyboard.press('.');
    for (const session of later) await page.locator(row(session)).waitFor();
  });

  it('is filtered by the URL, and Back restores the view', async () => {
    const page = await browser.open(`${insights()}/calls?outcome=rate_limit_exceeded`);
    await page.locator(row(sessions.failed ?? '')).waitFor();
    expect(await page.locator('tr.calls-row').count()).toBe(1);
    await page
      .locator(row(sessions.failed ?? ''))
      .locator('a')
      .click();
    await page.getByText('rate_limit_exceeded').first().waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/calls\/[0-9a-f]{32}$/);
    await page.goBack();
    await page.locator(row(sessions.failed ?? '')).waitFor();
    expect(await page.locator('tr.calls-row').count()).toBe(1);
    expect(page.url()).toContain('outcome=rate_limit_exceeded');
  });

  it('finds a call by any of its IDs', async () => {
    const page = await browser.open(`${insights()}/calls`);
    await page.locator(row(sessions.retried ?? '')).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(sessions.retried ?? '');
    await until(
      'one row',
      () => page.locator('tr.calls-row').count(),
      (count) => count === 1,
    );
    await page.locator(row(sessions.retried ?? '')).waitFor();
    // A part of the ID finds it too, before the last key is read.
    await page.waitForURL((url) => url.searchParams.get('q') === sessions.retried);
  });

  it('keeps what is typed while the list is asked for the words before', async () => {
    const page = await browser.open(`${insights()}/calls`);
    await page.locator(row(sessions.retried ?? '')).waitFor();
    // The next keys come at once after the address has changed, before the page is drawn anew.
    const drawn = page.evaluate(`new Promise((resolve) => {
      const replace = history.replaceState.bind(history);
      history.replaceState = (...of) => {
        replace(...of);
        history.replaceState = replace;
        const field = document.querySelector('input.search');
        field.value += 'nt';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        const look = (frames) =>
          frames === 0 ? resolve(field.value) : requestAnimationFrame(() => look(frames - 1));
        look(3);
      };
    })`);
    await page.keyboard.press('/');
    await page.keyboard.type('te');
    expect(await drawn).toBe('tent');
    await page.waitForURL((url) => url.searchParams.get('q') === 'tent');
  });

  it('leads by keys alone from the search to the cause of a failed call, and back to its row', async () => {
    const page = await browser.open(`${insights()}/calls`);
    await page.locator(row(sessions.failed ?? '')).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('rate_limit');
    await until(
      'one row',
      () => page.locator('tr.calls-row').count(),
      (count) => count === 1,
    );
    await page.keyboard.press('ArrowDown');
    await until(
      'the focus to be on a row',
      () => page.evaluate("document.activeElement?.closest('tr.calls-row')?.className ?? 'none'"),
      (focused) => focused !== 'none',
    );
    await page.keyboard.press('Enter');
    await page.getByText(/answered 429 on all 3 calls/).waitFor();
    await page.keyboard.press('e');
    await until(
      'a row in the address',
      () => page.url(),
      (url) => new URL(url).searchParams.has('row'),
    );
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator(row(sessions.failed ?? '')).waitFor();
    await until(
      'the focus to be on a row',
      () => page.evaluate("document.activeElement?.closest('tr.calls-row')?.className ?? 'none'"),
      (focused) => focused !== 'none',
    );
  });

  it('says what filter finds nothing, and what to do when nothing ever came', async () => {
    const page = await browser.open(`${insights()}/calls?outcome=model_timeout`);
    await page.getByText(/No call in the last/).waitFor();
    await page.keyboard.press('Escape');
    await page.locator(row(sessions.ok ?? '')).waitFor();
  });

  it('fits a phone: nothing to scroll sideways', async () => {
    const page = await browser.open(`${insights()}/calls`, { viewport: phone });
    await page.locator('tr.calls-row').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      phone.width,
    );
  });
});
