import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import { envelope, invocation } from '../envelopes.ts';
import { start } from '../running.ts';
import { noBrowser, phone, seriousViolations, useBrowser } from './browse.ts';

const browser = useBrowser();
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
const day = 86_400;
const said = (page: Page) => page.locator('.range-said b').innerText();
const tile = (page: Page, label: string) =>
  page
    .locator('.tile', { has: page.getByText(label, { exact: true }) })
    .locator('dd')
    .first();
const list = (page: Page, name: string) => page.getByRole('table', { name });

/** Ten calls of three minutes that ended so long ago, the fourth of them failed. */
const tenCalls = (endedAgo: number) =>
  Array.from({ length: 10 }, (_, index) =>
    invocation({
      time: ago(endedAgo + index * 20),
      durationMs: 1_000 * (index + 1),
      outcome: index === 3 ? 'model_timeout' : 'ok',
      session: `session-${index}`,
    }),
  ).flat();

/** A call of another app, without a price. */
function appCall(app: string) {
  const tags = { 'ai.operation.id': `op-${app}`, 'ai.cloud.role': app };
  const properties = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'phi',
    'gen_ai.usage.output_tokens': '9',
  };
  const name = `POST /${app}/ask`;
  const ended = { duration: '0.00:00:01', success: true };
  return [
    envelope('RequestData', { id: 'r', name, responseCode: '200', ...ended }, tags, ago(60)),
    envelope(
      'RemoteDependencyData',
      { id: 'c', name: 'chat phi', properties, ...ended },
      { ...tags, 'ai.operation.parentId': 'r' },
      ago(60),
    ),
  ];
}

describe.skipIf(noBrowser)(`the range that the overview opens with${noBrowser}`, () => {
  it('fits calls of yesterday, which are neither an empty page nor a thin line', async () => {
    const { send, url } = await start();
    await send(tenCalls(day));
    const page = await browser.open(`${url}/overview`);
    await page.getByText('fitted to the data:').waitFor();
    expect(await tile(page, 'Calls').innerText()).toBe('10');
    await page.getByRole('heading', { name: 'Calls in each 10 s' }).waitFor();
    expect(await page.locator('figure').count()).toBe(8);
    expect(new URL(page.url()).search).toBe('');
  });

  it('leaves out what came before a long break, and leads to it', async () => {
    const { send, url } = await start();
    await send([...tenCalls(day), ...invocation({ time: ago(30) })]);
    const page = await browser.open(`${url}/overview`);
    await page.getByText('fitted to the last calls:').waitFor();
    expect(await tile(page, 'Calls').innerText()).toBe('1');
    await page.getByRole('link', { name: 'all calls' }).click();
    await until(
      'all calls to be counted',
      () => tile(page, 'Calls').innerText(),
      (text) => text === '11',
    );
  });

  it('gives way to a range of the URL, and is a key away', async () => {
    const { send, url } = await start();
    await send(tenCalls(day));
    const page = await browser.open(`${url}/overview?range=1h`);
    await page.getByText('No calls in this range.').waitFor();
    await page.keyboard.press('0');
    await page.getByText('fitted to the data:').waitFor();
    await page.goBack();
    await page.getByText('No calls in this range.').waitFor();
  });

  it('grows with new calls, but not under the mouse, and begins where it began', async () => {
    const { send, url } = await start();
    await send(tenCalls(600));
    const page = await browser.open(`${url}/overview`);
    await page.locator('canvas').first().waitFor();
    const before = await said(page);
    await page.locator('.u-over').first().hover();
    await page.locator('.chart-sample', { hasText: ':' }).first().waitFor();
    await send(invocation({ time: ago(5) }));
    const asked = async () => {
      const answer = await page.waitForResponse((each) => each.url().includes('/api/fit'));
      await answer.finished();
    };
    await asked();
    await asked(); // what the first told was shown by now
    expect(await said(page)).toBe(before);
    await page.mouse.move(5, 5);
    const after = await until(
      'the range to have grown',
      () => said(page),
      (text) => text !== before,
    );
    expect(after.slice(0, 'HH:MM'.length)).toBe(before.slice(0, 'HH:MM'.length));
    await until(
      'the new call to be counted',
      () => tile(page, 'Calls').innerText(),
      (text) => text === '11',
    );
  });

  it('without a call is told as in the list, and the page moves on with the first', async () => {
    const { send, url } = await start();
    const page = await browser.open(`${url}/calls`);
    const words = await page.locator('.no-calls').innerText();
    expect(words).toContain('No calls yet');
    await page.goto(`${url}/overview`);
    await page.locator('.no-calls pre').first().waitFor();
    expect(await page.locator('.no-calls').innerText()).toBe(words);
    await send(invocation());
    await page.locator('canvas').first().waitFor();
    expect(await page.locator('.no-calls').count()).toBe(0);
  });
});

describe.skipIf(noBrowser)(`the lists of the overview${noBrowser}`, () => {
  it('lead to the calls behind: by code, the slowest and the dearest first', async () => {
    const { send, url } = await start();
    await send(tenCalls(60));
    const page = await browser.open(`${url}/overview`);
    const slowest = list(page, 'Slowest calls').getByRole('row');
    await slowest.first().waitFor();
    expect(await slowest.count()).toBe(5);
    expect(await slowest.first().innerText()).toContain('10.0 s');
    expect(await list(page, 'Dearest calls').innerText()).toContain('US$ 0.003');

    await list(page, 'Top errors').getByRole('link', { name: 'model_timeout' }).click();
    await page.getByText('1 call ·').waitFor();
    expect(new URL(page.url()).searchParams.get('code')).toBe('model_timeout');
    await page.goBack();
    await page.getByRole('link', { name: 'more: Slowest calls' }).click();
    await page.getByText('10 calls ·').waitFor();
    expect(new URL(page.url()).searchParams.get('sort')).toBe('duration');
  });

  it('are gone through by keys', async () => {
    const { send, url } = await start();
    await send(tenCalls(60));
    const page = await browser.open(`${url}/overview`);
    await list(page, 'Slowest calls').getByRole('row').first().waitFor();
    await list(page, 'Top errors').getByRole('row').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await until(
      'the slowest call to be open',
      () => page.url(),
      (now) => now.includes('session=session-9'),
    );
  });

  it('hold still while the focus is in them', async () => {
    const { send, url } = await start();
    await send(tenCalls(60));
    const page = await browser.open(`${url}/overview`);
    const slowest = list(page, 'Slowest calls').getByRole('row');
    await slowest.first().waitFor();
    await slowest.first().getByRole('link').focus();
    await send(invocation({ durationMs: 30_000, time: ago(40) }));
    await until(
      'the new call to be counted',
      () => tile(page, 'Calls').innerText(),
      (text) => text === '11',
    );
    expect(await slowest.first().innerText()).toContain('10.0 s');
    await page.getByRole('link', { name: 'Fitted' }).focus();
    await until(
      'the new call to be the first',
      () => slowest.first().innerText(),
      (text) => text.includes('30.0 s'),
    );
  });

  it('say the good state, and what has no price', async () => {
    const { send, url } = await start();
    await send(appCall('shop'));
    const page = await browser.open(`${url}/overview`);
    await page.getByText('No call failed.').waitFor();
    await page.getByText('No call has a price: MODEL_PRICES, or --prices.').waitFor();
    await send(invocation());
    await page.getByText('1 unpriced call is not in it.').waitFor();
  });

  it('follow the app, as all of the page does', async () => {
    const { send, url } = await start();
    await send(['shop', 'billing', 'planner'].flatMap(appCall));
    const page = await browser.open(`${url}/overview`);
    await until(
      'all three calls',
      () => tile(page, 'Calls').innerText(),
      (text) => text === '3',
    );
    await page.getByRole('combobox', { name: 'app' }).selectOption('shop');
    await until(
      'the shop’s call alone',
      () => tile(page, 'Calls').innerText(),
      (text) => text === '1',
    );
    const slowest = list(page, 'Slowest calls');
    await until(
      'its row alone',
      () => slowest.getByRole('row').allInnerTexts(),
      (rows) => rows.length === 1 && `${rows[0]}`.includes('POST /shop/ask'),
    );
    await page.getByRole('link', { name: '1 hour' }).click();
    expect(new URL(page.url()).search).toBe('?range=1h&app=shop');
    await page.getByRole('link', { name: 'more: Slowest calls' }).click();
    await page.getByText('1 call ·').waitFor();
  });
});

describe.skipIf(noBrowser)(`the overview${noBrowser}`, () => {
  const sizes = [1_280, 1_920, phone.width];
  it.each(
    sizes.flatMap((width) => (['no', 'some'] as const).map((calls) => [width, calls] as const)),
  )('at %i px with %s calls: nothing serious for axe, nothing sideways', async (width, calls) => {
    const { send, url } = await start();
    if (calls === 'some') await send([...tenCalls(60), ...['shop', 'billing'].flatMap(appCall)]);
    const page = await browser.open(`${url}/overview`, {
      viewport: { width, height: 900 },
      bypassCSP: true,
    });
    await page
      .locator(calls === 'no' ? '.no-calls pre' : 'canvas')
      .first()
      .waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousViolations(page, ['color-contrast'])).toEqual([]);
  });
});
