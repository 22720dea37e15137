import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import { startInsights } from '../../start/startInsights.ts';
import { noBrowser, useBrowser } from '../browser/browse.ts';
import { invocation } from '../envelopes.ts';
import { start } from '../running.ts';

const browser = useBrowser({ receiverMayBeGone: true });
const newCalls = (page: Page) => page.locator('.new-calls');

/** How many new calls the page says there are. */
async function countOf(page: Page): Promise<number> {
  const text = await newCalls(page)
    .innerText()
    .catch(() => '0');
  return Number(text.replace(/\D/g, ''));
}

describe.skipIf(noBrowser)(`the list of calls under load${noBrowser}`, () => {
  it('stands still while 2,000 calls come, counts exactly, and shows them when asked', async () => {
    const { send, url } = await start();
    await send([...Array(60).keys()].flatMap((index) => invocation({ session: `old-${index}` })));
    const page = await browser.open(`${url}/calls`);
    await page.locator('tr.calls-row').first().waitFor();
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 640);
    const scrolled = () => page.evaluate("document.querySelector('.scroller').scrollTop");
    await until('the list to have scrolled', scrolled, (top) => top === 640);
    const first = () =>
      page.evaluate(`(() => {
        const top = document.querySelector('.scroller').getBoundingClientRect().top + 40;
        const row = [...document.querySelectorAll('tr.calls-row')].find((each) => each.getBoundingClientRect().top >= top);
        return [row.querySelector('td.session').title, Math.round(row.getBoundingClientRect().top)];
      })()`);
    await until(
      'an old call at the top',
      first,
      (found) => Array.isArray(found) && `${found[0]}`.startsWith('old-'),
    );
    const before = await first();
    for (let batch = 0; batch < 100; batch++) {
      await send(Array.from({ length: 20 }, () => invocation()).flat());
      if (batch % 10 !== 0) continue;
      await until(
        'the calls so far to be counted',
        () => countOf(page),
        (count) => count === 20 * (batch + 1),
      );
      expect(await first()).toEqual(before);
    }
    await until(
      '2,000 calls to be counted',
      () => countOf(page),
      (count) => count === 2_000,
    );
    expect(await first()).toEqual(before);
    await page.keyboard.press('.');
    await until(
      'the counted calls to be shown',
      () => countOf(page),
      (count) => count === 0,
    );
  });

  it('paused, it shows nothing that comes; resumed, nothing is missing', async () => {
    const { send, url } = await start();
    await send(invocation());
    const page = await browser.open(`${url}/calls`);
    await page.locator('tr.calls-row').first().waitFor();
    await page.keyboard.press('p');
    for (let count = 0; count < 5; count++) await send(invocation({ session: `paused-${count}` }));
    await until(
      '5 calls to be counted',
      () => countOf(page),
      (count) => count === 5,
    );
    expect(await page.locator('tr.calls-row').count()).toBe(1);
    await page.keyboard.press('p');
    for (let count = 0; count < 5; count++) {
      await page.locator(`td.session[title=paused-${count}]`).waitFor();
    }
  });

  it('rows that come late and children first are one row that does not jump', async () => {
    const { send, url } = await start();
    await send(invocation({ session: 'steady' }));
    const page = await browser.open(`${url}/calls`);
    await page.locator('tr.calls-row').first().waitFor();
    const session = randomUUID();
    const rows = invocation({ session });
    await send(rows.slice(0, 1));
    const row = page.locator(`tr.calls-row:has(td.session[title="${session}"])`);
    await row.waitFor();
    expect(await row.innerText()).toContain('running');
    const place = await row.boundingBox();
    await send(invocation({ session: 'meanwhile', time: new Date(Date.now() - 60_000) }));
    await page.locator('td.session[title=meanwhile]').waitFor();
    await send(rows.slice(1));
    await until(
      'the call to have ended',
      () => row.innerText(),
      (text) => text.includes('ok'),
    );
    expect(await row.count()).toBe(1);
    expect(await row.boundingBox()).toEqual(place);
  });

  it('a receiver that is gone and comes back: a banner, then no gap and no double', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callspan-pages-'));
    const file = join(folder, 'insights.db');
    const post = (url: string, session: string) =>
      fetch(`${url}/v2.1/track`, { method: 'POST', body: JSON.stringify(invocation({ session })) });
    const first = await startInsights({ port: 0, file });
    await post(first.url, 'before');
    const page = await browser.open(`${first.url}/calls`);
    await page.locator('td.session[title=before]').waitFor();
    await first.stop();
    await page.getByText(/Lost the receiver/).waitFor();
    const second = await startInsights({ port: Number(new URL(first.url).port), file });
    for (let count = 0; count < 3; count++) await post(second.url, `after-${count}`);
    for (let count = 0; count < 3; count++) {
      const shown = page.locator(`td.session[title=after-${count}]`);
      await shown.waitFor();
      expect(await shown.count()).toBe(1);
    }
    await until(
      'the receiver to be found again',
      () => page.getByText(/Lost the receiver/).count(),
      (count) => count === 0,
    );
    await page.context().close();
    await second.stop();
    await rm(folder, { recursive: true });
  });
});

it('the receiver answers 10,000 connections in turn', async () => {
  const { url, send } = await start();
  await send(invocation());
  for (let count = 0; count < 10_000; count += 50) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        fetch(`${url}/api/operations?limit=1`, { headers: { connection: 'close' } }),
      ),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
    }
  }
});
