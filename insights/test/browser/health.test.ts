import { describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import { envelope, invocation } from '../envelopes.ts';
import { start } from '../running.ts';
import { noBrowser, phone, seriousViolations, useBrowser } from './browse.ts';

const browser = useBrowser();
/** A row that stands for four, and one that holds a key: a warning and a problem. */
const sampled = envelope('MessageData', { message: 'hello' });
const secret = envelope('MessageData', {
  message: 'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq',
});
const bad = [{ ...sampled, sampleRate: 25 }, secret];

describe.skipIf(noBrowser)(`the health page${noBrowser}`, () => {
  it('names the good state, and folds what passes', async () => {
    const { send, url } = await start();
    await send(invocation());
    const page = await browser.open(`${url}/health`);
    const good =
      /^✓ All (\d+) checks pass: every call has its rows, session and cost; nothing was refused, dropped or cut\.$/;
    const said = page.locator('.health-said');
    await until(
      'the good state',
      () => said.innerText(),
      (text) => good.test(text),
    );
    const rows = page.getByText('Every item that was sent could be taken.');
    expect(await rows.isVisible()).toBe(false);
    await page.keyboard.press('ArrowRight');
    await rows.waitFor();
    await page.keyboard.press('ArrowLeft');
    await rows.waitFor({ state: 'hidden' });
    await page.getByText(/^\d+ checks pass$/).click();
    await rows.waitFor();
    expect(await page.locator('header .count').count()).toBe(0);
  });

  it('shows problems first and open, in the words of the header', async () => {
    const { send, url } = await start();
    await send([...invocation(), ...bad]);
    const page = await browser.open(`${url}/health`);
    await page.getByText('value looks like a secret').waitFor();
    const names = await page.locator('main h3').allInnerTexts();
    expect(names.slice(0, 2)).toEqual([
      expect.stringMatching(/^Secrets/),
      expect.stringMatching(/^Sampling/),
    ]);
    await page.getByText('Stop it at its source').waitFor();
    const said = await page.locator('.health-said').innerText();
    expect(said).toMatch(/^1 problem, 1 warning\. The other \d+ checks pass\.$/);
    expect(await page.getByRole('link', { name: /^Health ?: 1 problem, 1 warning$/ }).count()).toBe(
      1,
    );
  });

  it('without telemetry finds nothing good or bad, and says how the first comes', async () => {
    const { send, url } = await start();
    const page = await browser.open(`${url}/health`);
    await page.getByText('nothing is known to be good or bad').waitFor();
    await page.getByText('No calls yet').waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/checks pass/);
    expect(await page.locator('header .count').count()).toBe(0);
    await send(invocation());
    await page.getByText(/^✓ All \d+ checks pass/).waitFor();
  });

  it.each([1_280, 1_920, phone.width])(
    'at %i px has nothing serious for axe, and nothing sideways: bad, good and empty',
    async (width) => {
      const { send, url } = await start();
      const viewport = { width, height: 900 };
      const page = await browser.open(`${url}/health`, { viewport, bypassCSP: true });
      const check = async () => {
        await page.emulateMedia({ colorScheme: 'light' });
        expect(await seriousViolations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          width,
        );
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await seriousViolations(page, ['color-contrast'])).toEqual([]);
      };
      await page.getByText('No calls yet').waitFor();
      await check();
      await send(invocation());
      await page.getByText(/^✓ All \d+ checks pass/).waitFor();
      await page.keyboard.press('ArrowRight');
      await check();
      await send(bad);
      await page.getByText('value looks like a secret').waitFor();
      await check();
    },
  );
});
