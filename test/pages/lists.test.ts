import { describe, expect, it } from 'vitest';
import {
  desktop,
  noBrowser,
  phone,
  seriousViolations,
  useBrowser,
} from '../../insights/test/browser/browse.ts';
import { invocation } from '../../insights/test/envelopes.ts';
import { start } from '../../insights/test/running.ts';
import { until } from '../time/until.ts';

const browser = useBrowser({ mayBeRefused: true });
const question = 'What are some recommended supplies for a camping trip in the mountains?';

/** A call that recorded its question. */
function asked(text: string, parts: Parameters<typeof invocation>[0] = {}): readonly object[] {
  const [chat, ...rest] = invocation(parts);
  if (chat === undefined) return rest;
  const baseData = chat.data.baseData as object & { properties?: object };
  const said = [{ role: 'user', parts: [{ type: 'text', content: text }] }];
  const properties = { ...baseData.properties, 'gen_ai.input.messages': JSON.stringify(said) };
  return [{ ...chat, data: { ...chat.data, baseData: { ...baseData, properties } } }, ...rest];
}

const durations =
  "Array.from(document.querySelectorAll('.calls-row .figure'), (e) => e.textContent)";

describe.skipIf(noBrowser)(`the list of calls${noBrowser}`, () => {
  it('is sorted by the names of its columns and by keys, and the address says so', async () => {
    const { send, url } = await start();
    for (const durationMs of [300, 5_000, 40]) await send(invocation({ durationMs }));
    const page = await browser.open(`${url}/calls`);
    const shows = (expected: readonly string[]) =>
      until(
        'the order',
        () => page.evaluate(durations),
        (found) => `${found}` === `${expected}`,
      );
    await page.getByRole('button', { name: 'duration' }).click();
    await shows(['5.00 s', '300 ms', '40 ms']);
    expect(new URL(page.url()).search).toBe('?sort=duration');
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    expect(await page.locator('th[aria-sort]').innerText()).toContain('duration');
    await page.keyboard.press('r');
    await shows(['40 ms', '300 ms', '5.00 s']);
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
    await page.keyboard.press('s');
    await page.locator('th.tokens[aria-sort=descending]').waitFor();
    await page.goBack();
    await page.goBack();
    await shows(['5.00 s', '300 ms', '40 ms']);
  });

  it('in another order stands still, says how many came, and puts them in their place when asked', async () => {
    const { send, url } = await start();
    for (const durationMs of [300, 5_000]) await send(invocation({ durationMs }));
    const page = await browser.open(`${url}/calls?sort=duration`);
    await page.locator('.calls-row').nth(1).waitFor();
    await send(invocation({ durationMs: 1_000 }));
    await page.getByRole('button', { name: '1 new or changed call' }).waitFor();
    expect(await page.evaluate(durations)).toEqual(['5.00 s', '300 ms']);
    await page.keyboard.press('.');
    await until(
      'the new one between them',
      () => page.evaluate(durations),
      (found) => `${found}` === '5.00 s,1.00 s,300 ms',
    );
  });

  it.each([desktop, phone])('shows at $width px where a search found a call', async (viewport) => {
    const { send, url } = await start();
    await send([...asked(question), ...asked('Hello'), ...asked('Hi', { job: 'camping-7' })]);
    const page = await browser.open(`${url}/calls`, { viewport });
    await page.getByText(question.slice(0, 12)).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('CAMPING status:ok');
    await page.locator('mark').nth(1).waitFor();
    expect(await page.locator('mark').allInnerTexts()).toEqual(['camping', 'camping']);
    expect((await page.locator('td.about').allInnerTexts()).toSorted()).toEqual([
      expect.stringMatching(/^job camping-7/),
      expect.stringMatching(/^…s for a camping trip/),
    ]);
    const seen = (await page.locator('mark').first().boundingBox()) ?? { x: 0, width: 9_999 };
    expect(seen.x + seen.width).toBeLessThan(viewport.width);
  });

  it('says that there is no such field, and no total of something else beside it', async () => {
    const { send, url } = await start();
    await send(invocation());
    const page = await browser.open(`${url}/calls`);
    await page.getByText('1 call ·').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('modle:gpt-4o');
    await page.getByRole('alert').getByText('There is no field modle.').waitFor();
    await until(
      'no total',
      () => page.getByText('1 call ·').count(),
      (count) => count === 0,
    );
    await page.getByLabel('Search').fill('model:gpt-4o');
    await page.getByText('1 call ·').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe.skipIf(noBrowser)(`the lists of conversations, jobs and errors${noBrowser}`, () => {
  it('are reached by keys, and lead to the calls behind each number', async () => {
    const { send, url } = await start();
    const conversation = 'trip 7';
    await send([
      ...asked(question, { conversation }),
      ...invocation({ conversation, outcome: 'model_timeout', job: 'job-1' }),
    ]);
    const page = await browser.open(`${url}/calls`);
    await page.locator('tr.calls-row').first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.getByRole('row', { name: /trip 7.* 2 1 / }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Conversation ${conversation}` }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await page.getByRole('row', { name: /job-1 delivered again 1/ }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('row', { name: /model_timeout 1 1 1/ }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByText('1 call ·').waitFor();
    expect(new URL(page.url()).searchParams.get('code')).toBe('model_timeout');
  });

  it.each(
    ['conversations', 'jobs', 'errors'].flatMap((name) =>
      [desktop, phone].map((viewport) => [name, viewport.width, viewport] as const),
    ),
  )('%s at %i px: nothing serious for axe, nothing sideways', async (name, width, viewport) => {
    const { send, url } = await start();
    const outcome = 'model_timeout';
    await send(asked(question, { conversation: 'c'.repeat(100), job: 'j'.repeat(100), outcome }));
    const page = await browser.open(`${url}/${name}`, { viewport, bypassCSP: true });
    await page.locator('tbody tr').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousViolations(page, ['color-contrast'])).toEqual([]);
  });
});
