import { describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import { start } from '../running.ts';
import { toCallRows } from '../store/rows.ts';
import { desktop, keepScreen, noBrowser, phone, seriousViolations, useBrowser } from './browse.ts';

const browser = useBrowser();
const dayMs = 86_400_000;
const hostile = `<img src=x onerror=document.title="owned"> ${'x'.repeat(100)}`;

/** A receiver with calls of these callers, each today unless it is told how long ago. */
async function receiver(
  calls: readonly (readonly [caller: string, costUsd: number | undefined, agoMs?: number])[],
) {
  const { insights, url } = await start();
  const add = (caller: string, costUsd: number | undefined, agoMs = 0) =>
    insights.store.insert(
      toCallRows(crypto.randomUUID(), {
        at: new Date(Date.now() - agoMs).toISOString(),
        outcome: caller === 'mobile' && agoMs > 0 ? 'model_timeout' : 'ok',
        own: { 'app.caller': caller },
        measurements: {
          inputTokens: 1_200,
          outputTokens: 300,
          cachedInputTokens: 1_000,
          ...(costUsd !== undefined && { costUsd }),
        },
      }),
    );
  for (const call of calls) add(...call);
  return { url, add };
}

describe.skipIf(noBrowser)(`the list of callers${noBrowser}`, () => {
  it('is reached by a key, sums a day, and leads to the calls behind each number', async () => {
    const { url } = await receiver([
      ['mobile', 0.02],
      ['mobile', 4, 2 * dayMs],
      ['web', 0.5],
    ]);
    const page = await browser.open(`${url}/calls`);
    await page.locator('tr.calls-row').first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('w');
    await page.waitForURL(/\/callers$/);
    const first = () => page.locator('tbody tr').first().innerText();
    const begins = (text: RegExp) => until('the first caller', first, (row) => text.test(row));
    await begins(/^mobile\s+2\s+1\s.*US\$ 4\.02/);
    expect(await page.title()).toBe('Callers – Callspan');
    await page.getByLabel('time').selectOption('today (UTC)');
    await begins(/^web\s+1\s+0\s.*US\$ 0\.50/);
    expect(new URL(page.url()).searchParams.get('from')).toMatch(/T00:00:00\.000Z$/);
    await page.goBack();
    await begins(/^mobile/);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByText('2 calls ·').waitFor();
    expect(await page.getByLabel('caller', { exact: true }).inputValue()).toBe('mobile');
    await page.goBack();
    await page.getByLabel('time').selectOption('last 24 h');
    await begins(/^web/);
    await page.getByRole('link', { name: 'mobile' }).click();
    await page.getByText('1 call ·').waitFor();
    await page.locator('tr.calls-row').click();
    await page.locator('dl.facts').getByRole('link', { name: 'mobile' }).click();
    await page.getByText('2 calls ·').waitFor();
  });

  it('shows who comes, and says how callers come where there are none', async () => {
    const { url, add } = await receiver([]);
    const page = await browser.open(`${url}/callers`);
    await page.getByText('No callers yet: they come from an app that sends app.caller').waitFor();
    add('mobile', 0.02);
    await page.getByRole('row', { name: /mobile 1 0/ }).waitFor();
    await page.goto(`${url}/callers?from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z`);
    await page.getByText('No call of these times names a caller.').waitFor();
  });

  it('is a filter of the calls only where there are callers', async () => {
    const { url, add } = await receiver([]);
    const page = await browser.open(`${url}/calls`);
    await page.getByLabel('model').waitFor();
    expect(await page.getByLabel('caller', { exact: true }).count()).toBe(0);
    add('mobile', 0.02);
    add('web', 0.02);
    await page.getByLabel('caller', { exact: true }).selectOption('web');
    await page.getByText('1 call ·').waitFor();
    expect(new URL(page.url()).search).toBe('?caller=web');
    await page.goto(`${url}/calls?caller=nobody`);
    await page.getByText('No call in the last 1 h came from nobody.').waitFor();
  });

  it.each([desktop, { width: 1920, height: 1080 }, phone])(
    'is for everybody at $width px, in both themes',
    async (size) => {
      const { url } = await receiver([
        ['mobile', 0.0214],
        ['mobile', 4, 2 * dayMs],
        ['nightly-batch', 12.5],
        ['web', undefined],
        [hostile, 0.001],
      ]);
      const wide = () => page.evaluate('document.documentElement.scrollWidth > innerWidth');
      const page = await browser.open(`${url}/callers`, { viewport: size, bypassCSP: true });
      for (const path of ['callers', 'callers?from=2026-01-01T00:00:00Z', 'calls?caller=mobile']) {
        await page.goto(`${url}/${path}`);
        await page.locator('tbody tr').first().waitFor();
        for (const scheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme: scheme });
          expect(await seriousViolations(page)).toEqual([]);
          await keepScreen(
            page,
            `${path.replace(/\W+/g, '-').slice(0, 12)}-by-${size.width}-${scheme}`,
          );
        }
        expect(await wide()).toBe(false);
      }
      expect(await page.title()).toBe('Calls – Callspan');
    },
  );
});
