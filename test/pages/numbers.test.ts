import { describe, expect, it } from 'vitest';
import { noBrowser, useBrowser } from '../../insights/test/browser/browse.ts';
import { envelope, invocation } from '../../insights/test/envelopes.ts';
import { start } from '../../insights/test/running.ts';

const browser = useBrowser();
const amounts = [
  { inputTokens: 11_850, outputTokens: 1_200, costUsd: 0.0029 },
  { inputTokens: 99_999, outputTokens: 99_999, costUsd: 0.000000123 },
  { inputTokens: 1_234_567, outputTokens: 45, costUsd: 1_234.5 },
];

/** A call that used so much, as an item of the ingestion protocol. */
function callOf(measurements: object): readonly object[] {
  const [chat, ...rest] = invocation();
  const data = chat?.data;
  return [{ ...chat, data: { ...data, baseData: { ...data?.baseData, measurements } } }, ...rest];
}

interface Cell {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly isCut: boolean;
}

/** In the page: where the texts of each row's tokens, cost and duration are, and whether an edge cuts them. */
const measure = `Array.from(document.querySelectorAll('tr.calls-row'), (row) =>
  ['td.tokens', 'td.cost', '.figure'].map((name) => {
    const cell = row.querySelector(name);
    const text = document.createRange();
    text.selectNodeContents(cell);
    const { left, right } = text.getBoundingClientRect();
    const hides = getComputedStyle(cell).overflowX !== 'visible';
    return { text: cell.textContent, left, right, isCut: hides && cell.scrollWidth > cell.clientWidth };
  }))`;

describe.skipIf(noBrowser)(`the numbers of the list${noBrowser}`, () => {
  it.each([1_920, 1_280, 1_200, 1_100, 1_030, 780, 390])(
    'are whole, in the window and beside each other at a width of %i',
    async (width) => {
      const { send, url } = await start();
      await send(amounts.flatMap(callOf));
      const page = await browser.open(`${url}/calls`, { viewport: { width, height: 700 } });
      await page.getByText('1.23 M → 45').waitFor();
      const rows = (await page.evaluate(measure)) as Cell[][];
      const cells = rows.flat();
      expect(cells.map(({ text }) => text)).toContain('99,999 → 99,999');
      expect(cells.map(({ text }) => text)).toContain('US$ 0.000000123');
      expect(cells.filter(({ isCut, right }) => isCut || right > width)).toEqual([]);
      for (const [tokens, cost] of rows) {
        expect((cost?.left ?? 0) - (tokens?.right ?? 0)).toBeGreaterThan(2);
      }
    },
  );

  it('lead to the calls that failed, within what is shown', async () => {
    const { send, url } = await start();
    await send([...invocation(), ...invocation({ outcome: 'model_timeout' })]);
    const page = await browser.open(`${url}/calls?model=gpt-4o`);
    await page.getByRole('link', { name: '1 failed' }).click();
    await page.getByText('1 call ·').waitFor();
    expect(new URL(page.url()).search).toBe('?outcome=failed&model=gpt-4o');
    expect(await page.locator('tr.calls-row').count()).toBe(1);
  });

  it('leave out what only looks at the app, until all requests are asked for', async () => {
    const { send, url } = await start();
    const look = { id: 'm', name: 'GET /api/v1/models', duration: '0.00:00:01', success: false };
    const tags = { 'ai.operation.id': 'look' };
    await send([...invocation(), envelope('RequestData', { ...look, responseCode: '500' }, tags)]);
    const page = await browser.open(`${url}/calls`);
    await page.getByText('1 call · 0 failed').waitFor();
    await page.getByRole('button', { name: 'all requests' }).click();
    await page.getByText('GET /api/v1/models').waitFor();
    await page.getByText('2 calls · 1 failed').waitFor();
    expect(new URL(page.url()).search).toBe('?all=1');
  });
});
