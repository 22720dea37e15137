import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Assistance } from '../../insights/queryApi.ts';
import { type Insights, startInsights } from '../../insights/start/startInsights.ts';
import {
  keepScreen,
  noBrowser,
  phone,
  seriousViolations,
  useBrowser,
} from '../../insights/test/browser/browse.ts';
import { envelope, invocation } from '../../insights/test/envelopes.ts';
import { toQueryHref } from '../../insights/view/queryHref.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';

const browser = useBrowser({ mayBeRefused: true });
const editor = (page: Page) => page.getByRole('textbox', { name: 'Query' });
const cell = (page: Page, name: string) => page.getByRole('cell', { name, exact: true });
const asked = (page: Page) => new URL(page.url()).searchParams.get('q');

/** Replaces what is in the editor, which has the focus. */
async function write(page: Page, text: string) {
  await editor(page).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

async function run(page: Page, text: string) {
  await write(page, text);
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** The engine answers editors: on a quiet machine a second after the page was opened. */
function untilWarm(url: string) {
  return until(
    'the engine answers',
    async () => {
      const response = await fetch(`${url}/api/query/assist`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ about: 'completions', query: 'requests | where ', at: 17 }),
      });
      return (await response.json()) as Partial<Assistance>;
    },
    ({ completions }) => completions !== undefined,
  );
}

/** Takes a proposal for the word that was begun; asks for one where a busy machine had none in time. */
async function complete(page: Page, name: RegExp) {
  const option = page.getByRole('option', { name });
  await until(
    'the proposal',
    async () => {
      try {
        await option.waitFor({ timeout: hangMs(5_000) });
        return 'there';
      } catch {
        await page.keyboard.press('Control+Space');
        return 'asked for';
      }
    },
    (found: string) => found.startsWith('there'),
  );
  // The editor takes no Enter for a list that has just opened (75 ms), as it may be meant for the text.
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
}

/** One for all tests, as its engine takes seconds to start. */
let insights: Insights;
beforeAll(async () => {
  const queries = [{ name: 'How many?', query: 'print many = 7' }];
  insights = await startInsights({ port: 0, file: ':memory:', queries });
  // Three models, each slower than the one before.
  for (const [at, model] of ['fast', 'steady', 'slowest'].entries()) {
    const operation = `${at}`.repeat(32);
    const durationMs = 1_000 * (at + 1);
    await send(invocation({ session: `session-${at}`, operation, durationMs, model }));
  }
});
afterAll(() => insights.stop());

function send(items: readonly object[]) {
  return fetch(`${insights.url}/v2.1/track`, { method: 'POST', body: JSON.stringify(items) });
}

describe.skipIf(noBrowser)(`the page of queries${noBrowser}`, () => {
  it('is found, written on with completion, run and read by keys alone: which model was slowest today, by hour', async () => {
    const { url } = insights;
    const page = await browser.open(`${url}/calls`);
    await page.locator('main table, main [role=table]').first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await until(
      'the editor has the focus',
      () => page.evaluate('document.activeElement?.shadowRoot?.activeElement?.role'),
      (role) => role === 'textbox',
    );
    await untilWarm(url);
    await page.keyboard.type('dep');
    await complete(page, /^dependencies/);
    // A table comes with the bar of its first step.
    await page.keyboard.type('where name startswith "chat "');
    await page.keyboard.press('Escape');
    await page.keyboard.type(' and timest');
    await complete(page, /^timestamp/);
    await page.keyboard.type(' > startofday(now())\n');
    await page.keyboard.type(
      '| summarize slowest = percentile(duration, 95) by bin(timestamp, 1h), ',
    );
    await page.keyboard.press('Escape');
    await page.keyboard.type('model = tostring(customDimensions["gen_ai.request.model"])\n');
    await page.keyboard.press('Escape');
    await page.keyboard.type('| order by slowest');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+Enter');
    await cell(page, 'slowest').waitFor();
    const first = page.locator('.query-result tbody tr').first();
    expect(await first.innerText()).toMatch(/slowest\s+2980/);
    expect(asked(page)).toContain('order by slowest');
    await keepScreen(page, 'query-slowest');
    // Tab leaves the editor, the letters of the pages are keys again.
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Run');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  });

  it('says what is wrong in place: the word is underlined, its line and column lead to it', async () => {
    const { url } = insights;
    const page = await browser.open(`${url}/query`);
    await write(page, 'requests\n| where durration > 5');
    const wrong = page.locator('.cm-lintRange-error');
    await wrong.waitFor();
    expect(await wrong.innerText()).toBe('durration');
    await page.keyboard.press('ControlOrMeta+Enter');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(
      /line 2, column 9[\s\S]*durration[\s\S]*Did you mean duration/,
    );
    await keepScreen(page, 'query-error');
    await alert.getByRole('button').click();
    await page.locator('.cm-focused').waitFor();
    await page.keyboard.type('x');
    await until(
      'the letter before the word',
      () => editor(page).innerText(),
      (text) => text.includes('xdurration'),
    );
  });

  it('names what the engine has not, and the limit that a query meets', async () => {
    const { url } = insights;
    const page = await browser.open(`${url}/query`);
    const alert = page.getByRole('alert');
    await run(page, 'requests | reduce by name');
    await alert.filter({ hasText: 'is not built into the local engine' }).waitFor();
    await page.locator('.cm-lintRange-error').waitFor();
    await run(page, 'range x from 1 to 40000 step 1');
    await alert.filter({ hasText: 'more than 30,000 rows' }).waitFor();
  });

  it('can stop a query, and runs the next one', async () => {
    const { url } = insights;
    const page = await browser.open(`${url}/query`);
    await run(
      page,
      'range x from 1 to 900000 step 1 | extend y = strcat(x, "a", x) | join kind=inner (range z from 1 to 900000 step 1 | extend y = strcat(z, "a", z)) on y | summarize count() by y',
    );
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped.').waitFor();
    await run(page, 'print answer = 6 * 7'); // over words with colours, which a browser would copy into styles
    await cell(page, '42').waitFor();
  });

  it('has in its address what was run, so that Back, a reload and a link show it again; a link from elsewhere waits for its reader', async () => {
    const { url } = insights;
    const page = await browser.open(`${url}/query`);
    await run(page, 'print which = "one"');
    await cell(page, 'one').waitFor();
    await run(page, 'print which = "two"');
    await cell(page, 'two').waitFor();
    await page.goBack();
    await cell(page, 'one').waitFor();
    expect(await editor(page).innerText()).toContain('one');
    await page.reload();
    await cell(page, 'one').waitFor();
    const other = await browser.open(page.url());
    await other.getByText('came with a link').waitFor();
    expect(await other.getByRole('table').count()).toBe(0);
    await other.getByRole('button', { name: 'Run' }).click();
    await cell(other, 'one').waitFor();
  });

  it('keeps queries in this browser, for all its tabs, while each tab has its own text and result', async () => {
    const { url } = insights;
    const page = await browser.open(`${url}/query`);
    await run(page, 'print mine = "here"');
    await cell(page, 'here').waitFor();
    const other = await page.context().newPage();
    await other.goto(`${url}/query`);
    await editor(other).waitFor();
    expect(await editor(other).innerText()).not.toContain('mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.keyboard.type('My query');
    await page.keyboard.press('Enter');
    await other.getByRole('button', { name: 'My query', exact: true }).click();
    await cell(other, 'here').waitFor();
    await other.getByRole('button', { name: 'How many?' }).click();
    await cell(other, '7').waitFor();
    expect(await cell(page, 'here').count()).toBe(1);
    await other.getByRole('button', { name: 'Remove My query' }).click();
    await page
      .getByRole('button', { name: 'My query', exact: true })
      .waitFor({ state: 'detached' });
  });

  it('shows rows some at a time, sorts all of them, and gives all of them as CSV', async () => {
    const { url } = insights;
    const page = await browser.open(`${url}/query`);
    await run(page, 'range x from 1 to 1000 step 1 | extend text = strcat("=", x, ",\\"q\\"")');
    await page.getByText('200 of 1,000').waitFor();
    await page.getByRole('button', { name: 'x', exact: true }).click();
    await page.getByRole('button', { name: /^x/ }).click();
    await until(
      'the greatest stands first',
      () => page.locator('tbody tr').first().innerText(),
      (text) => text.startsWith('1000'),
    );
    expect(await page.locator('th').first().getAttribute('aria-sort')).toBe('descending');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
    expect(lines).toHaveLength(1_002);
    expect(lines.slice(0, 2)).toEqual(['x,text', `1000,"'=1000,""q"""`]);
    await page.getByRole('button', { name: /^Show more/ }).click();
    await page.getByText('1,000 of 1,000').waitFor();
  });

  it('leads from a cell to the call of its operation or session, and comes back to its rows', async () => {
    const { url } = insights;
    const page = await browser.open(`${url}/query`);
    await run(
      page,
      'dependencies | where name == "chat slowest" | project operation_Id, session_Id',
    );
    await page.getByRole('link', { name: '2'.repeat(32) }).click();
    await page.getByText('chat slowest').first().waitFor();
    expect(page.url()).toContain(`/calls/${'2'.repeat(32)}?session=session-2`);
    await page.goBack();
    await page.getByRole('link', { name: 'session-2' }).waitFor();
  });

  it('draws what render asks for, with the table below', async () => {
    const { url } = insights;
    const page = await browser.open(`${url}/query`);
    const of = 'dependencies | where name startswith "chat " | summarize ms = avg(duration) by';
    await run(page, `${of} bin(timestamp, 1s), name | render timechart`);
    await page.locator('.query-chart canvas').waitFor();
    expect(await page.locator('.query-chart .chart-legend').innerText()).toContain('chat slowest');
    expect(await page.getByRole('table').count()).toBe(1);
    await keepScreen(page, 'query-timechart');
    await run(page, `${of} name | render barchart`);
    await page.getByRole('list', { name: 'ms' }).getByText('2,980').waitFor();
    await keepScreen(page, 'query-barchart');
    await run(page, `${of} name | render piechart`);
    await page.locator('.query-pie path').nth(2).waitFor();
    await page.getByRole('list', { name: 'ms' }).getByText('%').first().waitFor();
    await keepScreen(page, 'query-piechart');
    await run(page, `${of} name | render scatterchart`);
    await page.getByText('render scatterchart is not drawn here').waitFor();
  });

  it('shows whatever telemetry holds as text, whole on demand', async () => {
    const { url } = insights;
    const markup = '<img src=x onerror="document.title=\'owned\'">';
    const long = `${markup}\n${'y'.repeat(5_000)}`;
    await send([envelope('MessageData', { message: long, properties: { [markup]: markup } })]);
    const page = await browser.open(`${url}/query`);
    await run(
      page,
      'traces | project message, customDimensions, short = substring(message, 0, 44)',
    );
    await cell(page, markup).waitFor();
    await page.getByRole('button', { name: 'Whole message' }).click();
    expect(await page.getByRole('dialog').locator('pre').innerText()).toBe(long);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toBe('Query – Callspan');
  });

  it('is opened by the KQL of a call and by each chart of Overview, with rows', async () => {
    const { url } = insights;
    const page = await browser.open(`${url}/calls/${'1'.repeat(32)}?session=session-1&tab=kql`);
    await page.getByRole('link', { name: 'Open in Query' }).click();
    await cell(page, 'chat steady').waitFor();
    await page.goto(`${url}/overview`);
    const links = page.getByRole('link', { name: /^Open .* in Query$/ });
    await links.first().waitFor();
    expect(await links.count()).toBe(3);
    await links.first().click();
    await page.locator('.query-chart canvas').waitFor();
  });

  it.each([
    [1280, { width: 1280, height: 800 }],
    [1920, { width: 1920, height: 1080 }],
    [390, phone],
  ])(
    'at %i px with a result and a chart: no serious accessibility violation in either theme, no scrolling sideways',
    async (width, viewport) => {
      const { url } = insights;
      const page = await browser.open(
        `${url}${toQueryHref('dependencies | project timestamp, name, duration, operation_Id, customDimensions | top 100 by duration | render barchart')}`,
        {
          viewport,
          colorScheme: 'light',
          bypassCSP: true, // for axe alone
        },
      );
      await page.getByRole('button', { name: 'Run' }).click();
      await cell(page, 'chat slowest').waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await keepScreen(page, `query-result-${width}-${colorScheme}`);
        expect(await seriousViolations(page)).toEqual([]);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        width,
      );
    },
  );
});
