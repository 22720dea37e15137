import { describe, expect, it } from 'vitest';
import { noBrowser, useBrowser } from '../../insights/test/browser/browse.ts';
import { invocation } from '../../insights/test/envelopes.ts';
import { start } from '../../insights/test/running.ts';

const browser = useBrowser();

describe.skipIf(noBrowser)(`the page of queries${noBrowser}`, () => {
  it('runs', async () => {
    const { send, url } = await start();
    await send(invocation({ session: 'one' }));
    const page = await browser.open(`${url}/query`);
    await page.locator('textarea').fill('dependencies | summarize calls = count() by name');
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByRole('cell', { name: 'chat gpt-4o' }).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toContain('calls = count()');
  });
});
