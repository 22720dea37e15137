import { describe, expect, it } from 'vitest';
import { ruleResource, workbookResource } from '../alerts/resources.ts';
import { envelope } from '../envelopes.ts';
import { start } from '../running.ts';
import { noBrowser, seriousViolations, useBrowser } from './browse.ts';

const browser = useBrowser();
const requests = (count: number, { success = true, session = 'a', minutes = 5 } = {}) =>
  Array.from({ length: count }, () =>
    envelope(
      'RequestData',
      {
        id: 'r',
        name: 'POST /a',
        duration: '0.00:00:01',
        success,
        responseCode: success ? '200' : '500',
      },
      { 'ai.operation.id': session, 'ai.session.id': session },
      new Date(Date.now() - minutes * 60_000),
    ),
  );

describe.skipIf(noBrowser)(`/alerts${noBrowser}`, () => {
  it('shows what would fire first, why, the query and the runbook; a replay says since when', async () => {
    const azure = ruleResource({ name: 'dark', condition: { query: 'AzureMetrics | count' } });
    const quiet = ruleResource({ name: 'quiet', condition: { threshold: 900 } });
    const { send, url } = await start({ deployed: [azure, quiet, ruleResource()] });
    await send(requests(6, { success: false }));
    const page = await browser.open(`${url}/alerts`, { bypassCSP: true });
    const rules = page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: page.locator('h2') });
    await rules.first().waitFor();
    const texts = await rules.allInnerTexts();
    expect(await rules.locator('h2').allInnerTexts()).toEqual([
      'Too many failures fires',
      'Too many quiet silent',
      'Too many dark only in Azure',
    ]);
    expect(texts[0]).toMatch(/6 failures name POST \/a/);
    expect(texts[0]).toContain('> 5 failures within 30 min, asked every 5 min, by name');
    expect(texts[0]).toContain('docs/runbooks.md#failures');
    expect(texts[2]).toContain('Only Azure fills AzureMetrics');
    const query = await rules
      .first()
      .getByRole('link', { name: /^Query/ })
      .getAttribute('href');
    expect(new URL(`${query}`, url).searchParams.get('q')).toContain('summarize failures');
    await rules
      .first()
      .getByRole('button', { name: /Replay/ })
      .click();
    await page.getByText(/Fired .+, and still: at most 6, name POST \/a/).waitFor();
    await rules
      .nth(1)
      .getByRole('button', { name: /Replay/ })
      .click();
    await page.getByText(/would not have fired in 7\d evaluations/).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('says so when it knows no rules', async () => {
    const { url } = await start();
    const page = await browser.open(`${url}/alerts`);
    await page.getByText('No alert rules were handed to this receiver').waitFor();
  });
});

describe.skipIf(noBrowser)(`/workbook${noBrowser}`, () => {
  it('draws the deployed tiles; a chosen row shows the tile that needs it, and the address keeps both', async () => {
    const { send, url } = await start({ deployed: [workbookResource] });
    await send([...requests(3), ...requests(2, { session: 'b" or true', minutes: 90 })]);
    const page = await browser.open(`${url}/workbook`, { bypassCSP: true });
    await page.locator('strong', { hasText: 'here' }).waitFor();
    await page.locator('figure canvas').waitFor();
    const trace = page.getByRole('heading', { name: /^Trace of/ });
    expect(await trace.count()).toBe(0);
    await page.getByRole('button', { name: 'b" or true' }).click();
    await page.getByRole('heading', { name: 'Trace of b" or true' }).waitFor();
    const rows = page
      .getByRole('region', { name: /^Trace of/ })
      .last()
      .locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(2);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('link', { name: '1 h' }).click();
    await page.getByText('Nothing in this range.').waitFor();
    expect(new URL(page.url()).searchParams.get('Session')).toBe('b" or true');
    expect(new URL(page.url()).searchParams.get('range')).toBe('3600000');
    await page.getByRole('button', { name: /as table/ }).click();
    await page.getByRole('region', { name: 'Calls over time, as table' }).waitFor();
  });
});
