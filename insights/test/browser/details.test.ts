import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundledApp, bundleApp } from '../bundledApp.ts';
import { envelope, invocation } from '../envelopes.ts';
import { start } from '../running.ts';
import { noBrowser, seriousViolations, useBrowser } from './browse.ts';

const browser = useBrowser();
const operation = 'a'.repeat(32);

/** The page of a call with its call to a model selected. */
async function openChat(query = '') {
  const { send, url } = await start();
  await send(invocation({ operation, session: 's1' }));
  const page = await browser.open(`${url}/calls/${operation}?session=s1${query}`);
  await page.locator('.wf-row', { hasText: 'chat gpt-4o' }).click();
  await page.locator('.row-facts').waitFor();
  return page;
}

describe.skipIf(noBrowser)(`details of a call to a model${noBrowser}`, () => {
  it('begin with what it is opened for; columns are folded, and opened by a key', async () => {
    const page = await openChat();
    const labels = await page.locator('.row-facts dt').allInnerTexts();
    expect(labels.slice(0, 4)).toEqual(['operation', 'model', 'tokens', 'cost']);
    const unfold = page.getByRole('button', { name: /columns and dimensions/ });
    expect(await unfold.getAttribute('aria-expanded')).toBe('false');
    expect(await page.getByText('operation_ParentId').count()).toBe(0);
    await unfold.focus();
    await page.keyboard.press('Enter');
    await page.getByText('operation_ParentId').waitFor();
  });

  it('open the columns where the search finds something in them alone', async () => {
    const page = await openChat();
    await page.getByLabel('Find a field or value').fill('operation_Parent');
    await page.getByText('operation_ParentId').waitFor();
    expect(await page.locator('.details .field').count()).toBeGreaterThan(4); // the facts stay
    await page.getByLabel('Find a field or value').fill('');
    await page.getByText('operation_ParentId').waitFor({ state: 'detached' });
  });

  it('open and mark what was found in the call', async () => {
    const page = await openChat('&find=cloud_RoleName');
    await page.locator('.field.hit', { hasText: 'cloud_RoleName' }).waitFor();
  });
});

describe.skipIf(noBrowser)(`the stack of an exception${noBrowser}`, () => {
  let app: BundledApp;
  beforeAll(async () => {
    app = await bundleApp();
  });
  afterAll(() => app.remove());

  it.each([
    ['leads to the lines of the sources', -60_000, 'src/shop.ts:4:28'],
    ['of another build stays as it came, and says why', 60_000, 'an earlier build'],
  ])('%s', async (_, ageMs, seen) => {
    await app.builtAt(new Date(Date.now() + ageMs));
    const { insights, send, url } = await start({ bundles: app.bundles });
    const nothing = { running: () => [], ended: () => [] };
    insights.appStarted({
      url: 'http://127.0.0.1:1',
      invocations: nothing,
      recordsContent: true,
      embeddedModel: true,
    });
    const exceptions = [{ typeName: 'Error', message: 'full', stack: app.thrown }];
    await send([
      ...invocation({ operation, session: 's1', outcome: 'internal_error' }),
      envelope(
        'ExceptionData',
        { exceptions },
        { 'ai.operation.id': operation, 'ai.session.id': 's1' },
      ),
    ]);
    const page = await browser.open(`${url}/calls/${operation}?session=s1&tab=exceptions`, {
      bypassCSP: true, // for axe alone
    });
    await page.getByText(seen).waitFor();
    const links = page.locator('.long-text a');
    const hrefs = await links.evaluateAll((found) =>
      found.map((each) => each.getAttribute('href')),
    );
    expect(hrefs.map((href) => href?.replace(/^vscode:\/\/file\/.*\/src\//, ''))).toEqual(
      ageMs < 0 ? ['shop.ts:4:28', 'shop.ts:9:3'] : [],
    );
    expect(await seriousViolations(page)).toEqual([]);
  });
});
