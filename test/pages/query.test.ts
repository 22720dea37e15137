import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { keepScreen, noBrowser, useBrowser } from '../../insights/test/browser/browse.ts';
import { invocation } from '../../insights/test/envelopes.ts';
import { start } from '../../insights/test/running.ts';

const browser = useBrowser({ mayBeRefused: true });
const editor = (page: Page) => page.getByRole('textbox', { name: 'Query' });
/** Writes a query into the empty editor as a person does, and leaves what it proposes. */
async function write(page: Page, text: string) {
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

describe.skipIf(noBrowser)(`the page of queries${noBrowser}`, () => {
  it('runs a query by Ctrl Enter, and the address holds it', async () => {
    const { send, url } = await start();
    await send(invocation({ session: 'one' }));
    const page = await browser.open(`${url}/query`);
    await write(page, 'dependencies | summarize calls = count() by name');
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByRole('cell', { name: 'chat gpt-4o' }).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toContain('calls = count()');
    await keepScreen(page, 'query-first');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('requests | where dur');
    await page.getByRole('option', { name: 'duration' }).waitFor();
    await keepScreen(page, 'query-complete');
    await page.keyboard.press('Enter');
    await page.keyboard.type('> 5 | wher x');
    await page.locator('.cm-lintRange-error').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByText('line 1, column').waitFor();
    await keepScreen(page, 'query-error');
  });
});
