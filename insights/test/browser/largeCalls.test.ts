import { describe, expect, it } from 'vitest';
import { envelope } from '../envelopes.ts';
import { start } from '../running.ts';
import { desktop, noBrowser, phone, seriousViolations, useBrowser } from './browse.ts';

const browser = useBrowser();
const types = ['SQL', 'Http', 'Queue Message | Azure Service Bus', 'InProc', 'Azure blob', 'GRPC'];

/** The page of a request of another app, with so many spans under it of which every fiftieth failed. */
async function startLarge(count: number): Promise<string> {
  const { send, url } = await start();
  const tags = { 'ai.operation.id': 'big', 'ai.cloud.role': 'shop' };
  await send([
    envelope(
      'RequestData',
      { id: 'root', name: 'GET /cart', duration: '0.00:00:03', success: true, responseCode: '200' },
      tags,
    ),
    ...Array.from({ length: count - 1 }, (_, n) =>
      envelope(
        'RemoteDependencyData',
        {
          id: `d${n}`,
          name: `step ${n}`,
          type: types[n % types.length],
          duration: '0.00:00:00.009',
          success: n % 50 !== 7,
        },
        { ...tags, 'ai.operation.parentId': 'root' },
        new Date(Date.now() + n * 9),
      ),
    ),
  ]);
  return `${url}/calls/big`;
}

describe.skipIf(noBrowser)(`a call of 300 rows${noBrowser}`, () => {
  it('shows only what failed and what is above it by a key, and the address keeps that', async () => {
    const page = await browser.open(await startLarge(300));
    const names = () => page.locator('.wf-row .line-name').allInnerTexts();
    await page.locator('.wf-row').nth(20).waitFor();
    await page.keyboard.press('x');
    await page.locator('.wf-row', { hasText: 'step 57' }).waitFor();
    const failed = ['GET /cart', ...[7, 57, 107, 157, 207, 257].map((n) => `step ${n}`)];
    expect(await names()).toEqual(failed);
    expect(new URL(page.url()).search).toBe('?failed=only');
    await page.reload();
    await page.locator('.wf-row').first().waitFor();
    expect(await names()).toEqual(failed);
    await page.getByRole('button', { name: 'failed only 6', pressed: true }).click();
    await page.locator('.wf-row', { hasText: 'step 20' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('goes where its small picture is clicked, and frames what is in sight', async () => {
    const page = await browser.open(await startLarge(300));
    await page.locator('.wf-row').first().waitFor();
    const map = page.locator('.minimap');
    const box = await map.boundingBox();
    if (box === null) throw new Error('there is no small picture');
    await map.click({ position: { x: box.width / 2, y: box.height - 2 } });
    await page.locator('.wf-row', { hasText: 'step 298' }).waitFor();
    const frame = await map.locator('span').boundingBox();
    expect((frame?.y ?? 0) + (frame?.height ?? 0)).toBeGreaterThan(box.y + box.height - 4);
    await page.mouse.move(box.x + 9, box.y + box.height - 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 9, box.y + 1, { steps: 5 });
    await page.mouse.up();
    await page.locator('.wf-row', { hasText: 'GET /cart' }).waitFor();
  });

  it.each([desktop, phone])(
    'has signs with words, and no serious accessibility violation, at $width px',
    async (viewport) => {
      const page = await browser.open(await startLarge(300), {
        viewport,
        colorScheme: 'light',
        bypassCSP: true, // for axe alone
      });
      await page.locator('.wf-row').nth(6).waitFor();
      const labels = await page
        .locator('.wf-row')
        .evaluateAll((found) => found.slice(1, 7).map((each) => each.getAttribute('aria-label')));
      expect(labels.map((label) => label?.split(', ')[1])).toEqual([
        'database',
        'HTTP',
        'queue',
        'in process',
        'storage',
        'RPC',
      ]);
      expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        viewport.width,
      );
      await page.locator('.wf-row').nth(1).click();
      await page.locator('.row-facts').waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await seriousViolations(page, ['color-contrast'])).toEqual([]);
    },
  );
});

describe.skipIf(noBrowser)(`a call of 99 rows${noBrowser}`, () => {
  it('has neither: it is seen whole', async () => {
    const page = await browser.open(await startLarge(99));
    await page.locator('.wf-row').first().waitFor();
    expect(await page.locator('.minimap').count()).toBe(0);
    expect(await page.getByRole('button', { name: /failed only/ }).count()).toBe(0);
    await page.keyboard.press('x');
    expect(new URL(page.url()).search).toBe('');
  });
});
