import { describe, expect, it } from 'vitest';
import { expectWithin } from '../../../test/time/expectWithin.ts';
import { until } from '../../../test/time/until.ts';
import { envelope, invocation } from '../envelopes.ts';
import { start } from '../running.ts';
import { noBrowser, useBrowser } from './browse.ts';

const browser = useBrowser();

describe.skipIf(noBrowser)(`what one person exports${noBrowser}`, () => {
  it('is the same page for another who imports it', async () => {
    const here = await start();
    await here.send(invocation({ session: 'shared', operation: 'a'.repeat(32) }));
    const page = await browser.open(`${here.url}/health`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export everything' }).click(),
    ]);
    const there = await start();
    const other = await browser.open(`${there.url}/health`);
    await other.getByLabel('File to import').setInputFiles(await download.path());
    await other.getByText('4 rows were imported.').waitFor();
    const texts: string[] = [];
    for (const { url } of [here, there]) {
      const call = await browser.open(`${url}/calls/${'a'.repeat(32)}?session=shared`);
      await call.locator('.wf-row').nth(2).waitFor();
      texts.push((await call.locator('main').innerText()).replace('● live', ''));
    }
    expect(texts[1]).toBe(texts[0]);
  });
});

describe.skipIf(noBrowser)(`whatever telemetry holds${noBrowser}`, () => {
  it('is shown as text: markup, scripts, directions, lone surrogates, a megabyte', async () => {
    const { send, url } = await start();
    const hostile = [
      '<img src=x onerror="document.title=\'owned\'">',
      '<script>document.title="owned"</script>',
      '\u202egnp.exe',
      '\ud800 lone',
      'x'.repeat(60_000),
    ];
    for (const [index, text] of hostile.entries()) {
      const rows = invocation({ operation: `${index}`.repeat(32), session: `s${index}` });
      for (const { data } of rows) {
        const base = data.baseData as Record<string, unknown>;
        if ('name' in base && base.name !== 'generate_completion') base.name = text.slice(0, 500);
        base.properties = {
          ...(base.properties as object),
          hostile: text,
          'gen_ai.input.messages': JSON.stringify([
            {
              role: 'user',
              parts: [
                { type: 'text', content: text },
                { type: 'odd', x: text },
              ],
            },
          ]),
          'app.job': text.slice(0, 200),
          'app.request': JSON.stringify({
            messages: [
              { role: text, content: text },
              { role: 'user', content: text },
            ],
            tools: [text],
          }),
        };
      }
      await send(rows);
    }
    const page = await browser.open(`${url}/calls`);
    for (const path of [
      '/calls',
      '/health',
      '/overview',
      ...hostile.flatMap((_, index) =>
        ['waterfall', 'messages', 'rows', 'logs'].map(
          (tab) => `/calls/${`${index}`.repeat(32)}?session=s${index}&tab=${tab}`,
        ),
      ),
      ...hostile.map((_, index) => `/try?from=${`${index}`.repeat(32)}&session=s${index}`),
    ]) {
      await page.goto(url + path);
      await page.locator('main').waitFor();
      await page.waitForLoadState('networkidle').catch(() => {}); // the live stream never ends
      expect(await page.title()).not.toBe('owned');
      expect(await page.locator('main img[src=x]').count()).toBe(0);
    }
  });

  it('a call of 10,000 spans is drawn, and scrolls', async () => {
    const { send, url } = await start();
    const spans = [...Array(10_000).keys()].map((index) =>
      envelope(
        'RemoteDependencyData',
        { id: `s${index}`, name: `span ${index}`, duration: '0.00:00:00.5', success: true },
        {
          'ai.operation.id': 'big',
          'ai.operation.parentId': index === 0 ? '' : `s${(index - 1) >> 1}`,
        },
      ),
    );
    for (let at = 0; at < spans.length; at += 2_000) await send(spans.slice(at, at + 2_000));
    const page = await browser.open(`${url}/calls/big`);
    await page.locator('.wf-row').first().waitFor();
    expect(await page.locator('.wf-row').count()).toBeLessThan(200);
  });
});

describe.skipIf(noBrowser)(`eight tabs${noBrowser}`, () => {
  it('all answer within a second, and all show what comes', async () => {
    const { send, url } = await start();
    await send(invocation());
    const first = await browser.open(`${url}/calls`);
    const pages = [first];
    for (let count = 1; count < 8; count++) {
      const page = await first.context().newPage();
      await expectWithin(1_000, 2_000, async () => {
        await page.goto(`${url}/calls`);
        await page.locator('tr.calls-row').first().waitFor();
      });
      pages.push(page);
    }
    // Four of them hold a stream; one that is hidden lets go of it.
    expect((await fetch(`${url}/api/live`)).status).toBe(204);
    await first.evaluate(`
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));`);
    await until(
      'a live stream',
      async () => {
        const controller = new AbortController();
        const { status } = await fetch(`${url}/api/live`, { signal: controller.signal });
        controller.abort();
        return status;
      },
      (status) => status === 200,
    );
    pages.shift();
    await send(invocation({ session: 'fresh' }));
    for (const page of pages) {
      await page.locator('td.session[title=fresh]').waitFor();
    }
  });
});
