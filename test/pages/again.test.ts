import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Operation, OperationList, StoredRow } from '../../insights/api.ts';
import {
  keepScreen,
  noBrowser,
  phone,
  seriousViolations,
  useBrowser,
} from '../../insights/test/browser/browse.ts';
import { type CallRef, parseCallRefs } from '../../insights/view/compare/callRefs.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { until } from '../time/until.ts';

const recording = 'AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED';
const app = startApp(() => ({ [recording]: 'true' }));
const silent = startApp(() => ({ [recording]: 'false' }));
const browser = useBrowser();
type App = typeof app;

const asking = (content: string, more: object = {}) => ({
  messages: [{ role: 'user', content }],
  ...more,
});

/** Asks, and gives the call once its row has come. */
async function call(of: App, request: object, path = 'v1/chat/completions'): Promise<Operation> {
  const response = await fetch(`${of.stack.app}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  await response.text();
  return ended(of, `session=${response.headers.get('x-request-id')}`);
}

async function ended(
  of: App,
  query: string,
  isIt = ({ outcome }: Operation) => outcome !== 'running',
): Promise<Operation> {
  const items = await until(
    'the call in the list',
    async () => {
      const response = await fetch(`${of.stack.insights}/api/operations?${query}`);
      return ((await response.json()) as OperationList).items.filter(isIt);
    },
    (found) => found.length > 0,
  );
  return items[0] as Operation;
}

const open = (of: App, { operation_Id, session_Id }: Operation, more = {}) =>
  browser.open(`${of.stack.insights}/calls/${operation_Id}?session=${session_Id}`, more);
const choose = async (page: Page, name: string, role: 'button' | 'link' = 'button') => {
  await page.locator('summary', { hasText: 'Run again' }).click();
  await page.getByRole(role, { name, exact: true }).click();
};
const compareLink = (page: Page, calls: number) =>
  page.getByRole('link', { name: `Compare ${calls} calls` });
/** The calls that a page offers to compare. */
async function refsIn(page: Page): Promise<readonly CallRef[]> {
  const link = page.getByRole('link', { name: /^Compare \d+ calls/ });
  const url = new URL((await link.getAttribute('href')) ?? '', page.url());
  return parseCallRefs(url.searchParams.get('calls'));
}
/** What they asked; the rows of a call come one after another. */
async function askedIn(of: App, page: Page): Promise<readonly (string | undefined)[]> {
  const asked = async ({ operation, session }: CallRef) => {
    const response = await fetch(`${of.stack.insights}/api/operations/${operation}`);
    const { items } = (await response.json()) as { items: readonly StoredRow[] };
    const isOwn = ({ name, session_Id }: StoredRow) =>
      session_Id === session && name === 'generate_completion';
    return items.find(isOwn)?.customDimensions['app.request'];
  };
  const refs = await refsIn(page);
  return Promise.all(
    refs.map((ref) =>
      until(
        'what a call asked',
        () => asked(ref),
        (text) => text !== undefined,
      ),
    ),
  );
}
/** When a call began and ended, in ms since 1970. */
async function timesOf({ session }: CallRef): Promise<{ began: number; ended: number }> {
  const { timestamp, durationMs } = await ended(app, `session=${session}`);
  const began = Date.parse(timestamp);
  return { began, ended: began + (durationMs ?? 0) };
}

describe.skipIf(noBrowser)(`a call is run again${noBrowser}`, () => {
  it('by keys alone, as the stream that it was, and what became different is seen', async () => {
    const first = await call(app, { ...campingRequest, stream: true, temperature: 0.3 });
    const page = await open(app, first);
    await page.locator('summary', { hasText: 'Run again' }).waitFor();
    await page.keyboard.press('a');
    // What has the focus keeps it when the request was read and the choices are there.
    await page.locator(':focus', { hasText: /^Once$/ }).waitFor();
    await keepScreen(page, 'again-menu');
    await page.keyboard.press('Enter');
    await page.getByText('Run again: 1 of 1').waitFor();
    await compareLink(page, 2).press('Enter');
    await page.getByRole('heading', { name: 'Compare 2 calls' }).waitFor();
    await page.getByText('They are the same, word for word.').waitFor();
    await page.locator('.compare-fields').getByRole('rowheader', { name: 'duration' }).waitFor();
    await page.locator('.compare-same summary').press('Enter');
    const same = await page.locator('.compare-same').innerText();
    expect(same).toMatch(/temperature\s+0\.3/);
    expect(same).toMatch(/door\s+chat completions, stream/);
    expect(await seriousViolations(page)).toEqual([]);
    await keepScreen(page, 'compare-two');
  });

  it('from a menu that was opened while its request was read', async () => {
    const first = await call(app, campingRequest);
    const page = await browser.open(`${app.stack.insights}/health`);
    const read = Promise.withResolvers<void>();
    await page.route('**/api/info', async (route) => {
      await read.promise;
      await route.continue();
    });
    await page.goto(`${app.stack.insights}/calls/${first.operation_Id}`);
    await page.locator('summary', { hasText: 'Run again' }).waitFor();
    await page.keyboard.press('a');
    await page.locator(':focus', { hasText: 'Its request is being read.' }).waitFor();
    read.resolve();
    await page.locator(':focus', { hasText: /^Once$/ }).waitFor();
  });

  it('with a fault of the embedded model, and the comparison shows the fault', async () => {
    const first = await call(app, asking('Where can I camp by a lake?', { stream: true }));
    const page = await open(app, first);
    await choose(page, 'Throttled once');
    await compareLink(page, 2).click();
    const fields = page.locator('.compare-fields');
    await fields.getByRole('rowheader', { name: 'retries' }).waitFor();
    expect(await fields.innerText()).toMatch(/retries\s+0\s+1/);
    expect(await fields.locator('ins').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('throttled')]),
    );
    await page.goBack();
    await choose(page, 'Cut off');
    await compareLink(page, 2).click();
    await fields.getByRole('rowheader', { name: 'outcome' }).waitFor();
    expect(await fields.innerText()).toMatch(/outcome\s+✓? ?ok\s+/);
    await page.locator('.diff del').first().waitFor();
    await keepScreen(page, 'compare-cut');
  });

  it('five times, one after the other, with how far the runs lie apart', async () => {
    const first = await call(app, asking('What should I pack? (slow)'));
    const page = await open(app, first);
    await choose(page, '5 times');
    await page.getByText(/Run again: 5 of 5$/).waitFor();
    const times = await refsIn(page).then((refs) => Promise.all(refs.map(timesOf)));
    for (const [index, { began }] of times.entries()) {
      if (index > 0) expect(began).toBeGreaterThan(times[index - 1]?.ended ?? 0);
    }
    await compareLink(page, 6).click();
    await page.getByRole('heading', { name: 'Calls 2–6: none failed' }).waitFor();
    const spread = await page.locator('.compare-numbers').innerText();
    expect(spread).toMatch(/duration(\s+[\d.]+ s){4}/);
    expect(await page.locator('.compare-bars tbody tr').count()).toBe(6);
    expect(await seriousViolations(page)).toEqual([]);
    await keepScreen(page, 'compare-runs');
  });

  it('twenty times at most, and no longer than wanted', async () => {
    const first = await call(app, asking('And then? (slow)'));
    const page = await open(app, first);
    await choose(page, '20 times');
    await page.getByText(/Run again: [1-9]\d* of 20/).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    const words = await page.getByText(/Run again: /).innerText();
    expect(Number(/: (\d+) of/.exec(words)?.[1])).toBeLessThan(20);
  });

  it.each([['v1/jobs'], ['v1/responses']])('through the door that it came by: %s', async (path) => {
    const request = path === 'v1/responses' ? { input: 'What should I pack?' } : campingRequest;
    const accepted = await call(app, request, path);
    const first =
      accepted.job === null
        ? accepted
        : await ended(
            app,
            `job=${accepted.job}`,
            ({ trigger, outcome }) => trigger === 'queue' && outcome === 'ok',
          );
    const page = await open(app, first);
    await choose(page, 'Once');
    await compareLink(page, 2).waitFor();
    const [before, after] = await askedIn(app, page);
    expect(after).toBe(before);
    await compareLink(page, 2).click();
    await page.locator('.compare-same summary').click();
    const door = path === 'v1/jobs' ? 'chat completions, job' : 'responses, http';
    await page.locator('.compare-same').getByText(door).waitFor();
  });

  it('in two tabs at once, and neither takes the calls of the other', async () => {
    const questions = ['Left? (slow)', 'Right? (slow)'];
    const pages: Page[] = [];
    for (const question of questions) {
      pages.push(await open(app, await call(app, asking(question))));
    }
    await Promise.all(pages.map((page) => choose(page, '5 times')));
    await Promise.all(pages.map((page) => compareLink(page, 6).waitFor()));
    for (const [index, page] of pages.entries()) {
      const asked = await askedIn(app, page);
      expect(asked).toHaveLength(6);
      for (const text of asked) expect(text).toContain(questions[index]);
    }
  });
});

describe.skipIf(noBrowser)(
  `a failed call of an assistant is asked again with one change${noBrowser}`,
  () => {
    const question = 'When does the sun set at Lake Tahoe?';
    const ways: Readonly<Record<string, (page: Page) => Promise<void>>> = {
      'the mouse': async (page) => {
        await choose(page, 'Edit in Try it', 'link');
        await filled(page);
        await page.getByLabel('Prompt', { exact: true }).fill(question);
        await page.getByRole('button', { name: /^Send/ }).click();
        await page.getByRole('link', { name: 'Compare with the call it came from' }).click();
      },
      'keys alone': async (page) => {
        await page.keyboard.press('a');
        await page.getByRole('link', { name: 'Edit in Try it' }).waitFor();
        for (let presses = 0; presses < 2; presses++) await page.keyboard.press('ArrowUp');
        await page.keyboard.press('Enter');
        await filled(page);
        await page.locator('textarea:focus').waitFor();
        for (const _ of ' (always failing)') await page.keyboard.press('Backspace');
        await page.keyboard.press('Control+Enter');
        await page.getByRole('link', { name: 'Compare with the call it came from' }).waitFor();
        await until(
          'the focus on the link',
          async () => {
            await page.keyboard.press('Shift+Tab');
            return page.locator(':focus').innerText();
          },
          (text) => text === 'Compare with the call it came from',
        );
        await page.keyboard.press('Enter');
      },
    };
    const filled = (page: Page) =>
      until(
        'the question in the fields',
        () => page.getByLabel('Prompt', { exact: true }).inputValue(),
        (text) => text.endsWith('(always failing)'),
      );

    it.each(Object.keys(ways))('by %s, and what became different is seen', async (way) => {
      const first = await call(
        app,
        asking(`${question} (always failing)`, { model: 'travel-guide' }),
      );
      expect(first).toMatchObject({ outcome: 'model_unavailable', agent: 'travel-guide' });
      const page = await open(app, first);
      await page.locator('summary', { hasText: 'Run again' }).waitFor();
      await ways[way]?.(page);
      await page.getByRole('heading', { name: 'Compare 2 calls' }).waitFor();
      const fields = page.locator('.compare-fields');
      await fields.getByRole('rowheader', { name: 'outcome' }).waitFor();
      expect(await fields.innerText()).toMatch(/outcome\s+✕? ?model_unavailable\s+✓? ?ok/);
      expect(await fields.locator('del').allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringContaining('always failing')]),
      );
      expect(await fields.innerText()).not.toContain('temperature');
      await keepScreen(page, 'compare-changed');
    });
  },
);

describe.skipIf(noBrowser)(`a call whose request is not in its trace${noBrowser}`, () => {
  it.each<[string, App, object, RegExp]>([
    ['as prompts are not recorded', silent, campingRequest, /Prompts are not recorded/],
    ['as it was too long', app, asking('x'.repeat(20_000)), /longer than 16 KiB/],
    [
      'as it was refused',
      app,
      { ...campingRequest, temperature: 'warm' },
      /refused it \(invalid_request\)/,
    ],
  ])('is not run again, %s, and that is said', async (_name, of, request, reason) => {
    const page = await open(of, await call(of, request), { viewport: phone });
    const sent: string[] = [];
    page.on('request', (each) => {
      if (each.method() === 'POST') sent.push(each.url());
    });
    await page.locator('summary', { hasText: 'Run again' }).click();
    const entry = page.getByRole('button', { name: /^Run again/ });
    await entry.filter({ hasText: reason }).waitFor();
    await keepScreen(page, 'again-refused');
    expect(await entry.getAttribute('aria-disabled')).toBe('true');
    await entry.press('Enter');
    expect(sent).toEqual([]);
    expect(await page.getByRole('link', { name: /Edit in Try it/ }).getAttribute('href')).toMatch(
      /^\/try\?from=[0-9a-f]{32}&session=/,
    );
    await page.locator('summary', { hasText: 'Copy' }).click();
    expect(await page.getByRole('button', { name: 'curl' }).count()).toBe(0);
  });
});

describe.skipIf(noBrowser)(`a comparison${noBrowser}`, () => {
  it('of two calls that were chosen by a key, whose texts stay texts', async () => {
    const markup = '<img src=x onerror="document.title=1"> \u202e [x](javascript:alert(1)) ';
    const left = await call(app, asking(`${markup} one`));
    const right = await call(app, asking(`${markup} two`));
    const page = await open(app, left, { viewport: phone });
    await page.locator('summary', { hasText: 'Run again' }).waitFor();
    await until(
      'the kept call',
      async () => {
        await page.keyboard.press('m');
        return page.getByText(/^Kept/).count();
      },
      (count) => count > 0,
    );
    await page.goto(
      `${app.stack.insights}/calls/${right.operation_Id}?session=${right.session_Id}`,
    );
    await choose(page, 'Compare with the kept call');
    await page.getByRole('heading', { name: 'Compare 2 calls' }).waitFor();
    const fields = page.locator('.compare-fields');
    await fields.locator('ins', { hasText: 'two' }).waitFor();
    expect(await fields.innerText()).toContain('<img src=x onerror=');
    expect(await page.locator('main img, main a[href^="javascript"]').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width);
    await keepScreen(page, 'compare-phone');
  });

  it('of fewer than two says how one is made, and of one that is gone that it is', async () => {
    const page = await browser.open(`${app.stack.insights}/compare?calls=nothing`);
    await page.getByText('Keep to compare').waitFor();
    const first = await call(app, asking('Hello?'));
    await page.goto(`${app.stack.insights}/compare?calls=${first.operation_Id}~,gone~`);
    await page.getByText(/1 not (here yet|found)/).waitFor();
    await page.getByRole('link', { name: 'call 1', exact: true }).waitFor();
  });

  it('Copy gives the request as a command that asks the same', async () => {
    const first = await call(app, asking(`it's "so"\n$HOME`));
    const page = await open(app, first, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.locator('summary', { hasText: 'Copy' }).click();
    await page.getByRole('button', { name: 'curl' }).click();
    await page.getByText('curl copied').waitFor();
    const command = await page.evaluate('navigator.clipboard.readText()');
    expect(command).toContain(`curl '${app.stack.app}/api/v1/chat/completions'`);
    expect(command).toContain(`it'\\''s \\"so\\"\\n$HOME`);
  });
});
