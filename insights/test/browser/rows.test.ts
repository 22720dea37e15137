import { describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import { start } from '../running.ts';
import { type RowParts, toRow } from '../store/rows.ts';
import { desktop, keepScreen, noBrowser, phone, seriousViolations, useBrowser } from './browse.ts';

const browser = useBrowser();
const now = () => new Date().toISOString();
const hostile = '<img src=x onerror=document.title="owned"> \u202e end';

async function open(rows: readonly RowParts[], query = '', size = desktop) {
  const { insights, url } = await start();
  const add = (...more: readonly RowParts[]) =>
    insights.store.insert(more.map((row) => toRow({ timestamp: now(), ...row })));
  add(...rows);
  const page = await browser.open(`${url}/rows${query}`, { viewport: size });
  const texts = () => page.locator('tbody td.text').allInnerTexts();
  return {
    page,
    add,
    shows: (expected: readonly string[]) =>
      until('the rows', texts, (found) => `${found}` === `${expected}`),
  };
}

describe.skipIf(noBrowser)(`the list of rows${noBrowser}`, () => {
  it('shows rows of all calls, narrows them by the URL, and each leads to its call at that row', async () => {
    const { page, shows } = await open([
      { itemType: 'traces', message: 'quiet', severityLevel: 1, session_Id: 's' },
      { itemType: 'traces', message: hostile, severityLevel: 3, session_Id: 's' },
    ]);
    await shows([hostile, 'quiet']);
    await page.getByLabel('severity').selectOption('error');
    await shows([hostile]);
    expect(new URL(page.url()).search).toBe('?severity=error');
    await page.getByRole('searchbox').fill('nothing says this');
    await page.getByText('No row is like this').waitFor();
    await page.goBack();
    await shows([hostile, 'quiet']);
    expect(await page.title()).toBe('Rows – Callspan');
    await page.keyboard.press('ArrowDown'); // from the search to the first row
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/calls\/op\?session=s&tab=logs&row=1$/);
    expect(await page.locator('tr[aria-selected=true]').innerText()).toContain('quiet');
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.waitForURL(/\/rows$/);
  });

  it('shows what comes while nothing is read, and else says how many wait', async () => {
    const { page, add, shows } = await open([{ itemType: 'traces', message: 'one' }]);
    await shows(['one']);
    add({ itemType: 'traces', message: 'two' });
    await shows(['two', 'one']);
    await page.keyboard.press('j');
    add({ itemType: 'customEvents', operation_Id: '', name: 'three' });
    await page.getByText('1 new row').waitFor();
    await shows(['two', 'one']);
    await page.keyboard.press('.');
    await shows(['three of no call', 'two', 'one']);
  });

  it('has no more rows in the document than 1,000, and goes on from the last of them', async () => {
    const many = Array.from({ length: 1_200 }, (_, n) => ({
      itemType: 'traces' as const,
      timestamp: new Date(Date.now() - n * 10).toISOString(),
      message: `row ${n}`,
    }));
    const { page } = await open(many);
    const rows = page.locator('tbody tr');
    await until(
      'all rows that are shown',
      async () => {
        await page.keyboard.press('End');
        return rows.count();
      },
      (count) => count === 1_000,
    );
    await page.getByRole('button', { name: 'show those before' }).click();
    await page.getByText('row 1050', { exact: true }).waitFor();
  });

  it.each([desktop, { width: 1920, height: 1080 }, phone])(
    'is for everybody at $width px, in both themes',
    async (size) => {
      const { page } = await open(
        [
          {
            itemType: 'traces',
            message: 'a line of the log',
            severityLevel: 2,
            cloud_RoleName: 'a',
          },
          { itemType: 'exceptions', type: 'TypeError', outerMessage: `no such ${'x'.repeat(300)}` },
          { itemType: 'customMetrics', operation_Id: '', name: 'queue', value: 7 },
          { itemType: 'pageViews', name: 'home', duration: 12, cloud_RoleName: 'web' },
          { itemType: 'traces', message: hostile, severityLevel: 4, cloud_RoleName: 'a' },
        ],
        '',
        size,
      );
      await page.getByText('queue').waitFor();
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        expect(await seriousViolations(page)).toEqual([]);
        await keepScreen(page, `rows-${size.width}-${scheme}`);
      }
      const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect(wide).toBe(false);
    },
  );
});
