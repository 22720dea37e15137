import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationList } from '../../insights/api.ts';
import {
  desktop,
  keepScreen,
  noBrowser,
  phone,
  seriousViolations,
  useBrowser,
} from '../../insights/test/browser/browse.ts';
import { envelope } from '../../insights/test/envelopes.ts';
import { start } from '../../insights/test/running.ts';
import { modelStream, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  HTTP_DEADLINE_SECONDS: `${Math.ceil(hangMs(3_000) / 1_000)}`,
}));
const browser = useBrowser();
const insights = () => app.stack.insights ?? '';
const listed = async () =>
  ((await (await fetch(`${insights()}/api/operations?limit=200`)).json()) as OperationList).items;

describe.skipIf(noBrowser)(`Overview and Health${noBrowser}`, () => {
  it('draw what happened, each chart with its table, and lead to the calls behind', async () => {
    await (await app.chat(campingRequest)).text();
    const page = await browser.open(`${insights()}/overview`);
    await page.locator('canvas').first().waitFor();
    expect(await page.locator('main figure').count()).toBe(8);
    const buttons = page.getByRole('button', { name: /as table/i });
    await buttons.first().click();
    await page.locator('table').first().waitFor();
  });

  it('give the tab their title, as one goes from page to page', async () => {
    const page = await browser.open(`${insights()}/overview`);
    const titled = (name: string) =>
      until(
        `the title ${name}`,
        () => page.title(),
        (title) => title === `${name} – Callspan`,
      );
    await titled('Overview');
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await titled('Health');
    await page.goBack();
    await titled('Overview');
  });

  it('find the mistakes that telemetry can have, in plain words with the fix', async () => {
    const { send, url } = await start();
    await send([
      envelope(
        'RemoteDependencyData',
        {
          id: 'c',
          name: 'chat gpt-4o',
          duration: '0.00:00:01',
          success: true,
          properties: {
            'gen_ai.operation.name': 'chat',
            'gen_ai.made_up': 'x',
            'app.attempt': '1',
            'app.server.address': 'models.test',
          },
          measurements: { outputTokens: 3 },
        },
        { 'ai.operation.id': 'op' },
      ),
    ]);
    const page = await browser.open(`${url}/health`);
    await page.getByText('gen_ai.made_up').first().waitFor();
    const text = await page.locator('main').innerText();
    expect(text).toContain('MODEL_PRICES');
    expect(text).toMatch(/session/);
  });
});

describe.skipIf(noBrowser)(`every page${noBrowser}`, () => {
  beforeAll(async () => {
    model.replies.push(reply(200, modelStream, { 'content-type': 'text/event-stream' }));
    await (await app.chat({ ...campingRequest, stream: true })).text();
    const busy = reply(429, {}, { 'retry-after': '0' });
    model.replies.push(busy, busy, busy);
    await (await app.chat(campingRequest)).text();
    model.replies.push(busy);
    await (await app.chat(campingRequest, { 'x-conversation-id': 'trip-7' })).text();
    await until(
      'three calls that have ended',
      () => listed(),
      (items) => items.length >= 3 && items.every(({ outcome }) => outcome !== 'running'),
    );
  });

  const titles = {
    calls: 'Calls',
    call: 'Call',
    failed: 'Call',
    overview: 'Overview',
    query: 'Query',
    health: 'Health',
    try: 'Try it',
    conversation: 'Conversation',
    conversations: 'Conversations',
    jobs: 'Jobs',
    callers: 'Callers',
    errors: 'Errors',
    rows: 'Rows',
    compare: 'Compare',
    alerts: 'Alerts',
    workbook: 'Workbook',
  } as const;
  const pages = Object.keys(titles) as (keyof typeof titles)[];
  it.each(pages)(
    '%s has its title, no serious accessibility violation in either theme and size, and does not scroll sideways',
    async (which) => {
      const items = await listed();
      const link = (outcome: string) => {
        const found = items.find((item) => item.outcome === outcome && item.modelCalls > 0);
        return `/calls/${found?.operation_Id}?session=${found?.session_Id}`;
      };
      const calls = items.filter(({ modelCalls }) => modelCalls > 0);
      const refs = calls.map((item) => `${item.operation_Id}~${item.session_Id}`);
      const path = {
        calls: '/calls',
        call: link('ok'),
        failed: link('rate_limit_exceeded'),
        overview: '/overview',
        query: '/query',
        health: '/health',
        try: '/try',
        conversation: '/conversations/trip-7',
        conversations: '/conversations',
        jobs: '/jobs',
        callers: '/callers',
        errors: '/errors',
        rows: '/rows',
        compare: `/compare?calls=${refs}`,
        alerts: '/alerts',
        workbook: '/workbook',
      }[which];
      const page = await browser.open(insights() + path, {
        viewport: desktop,
        colorScheme: 'light',
        bypassCSP: true, // for axe alone
      });
      await page
        .locator('main :is(h1, h2, table, canvas, textarea, [role=treegrid])')
        .first()
        .waitFor();
      expect(await page.title()).toBe(`${titles[which]} – Callspan`);
      await page.waitForFunction("document.querySelector('[aria-busy=true]') === null");
      const look = async (width: number, theme: string, rules?: readonly string[]) => {
        await keepScreen(page, `${which}-${width}-${theme}`);
        expect(await seriousViolations(page, rules)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          width,
        );
      };
      await look(desktop.width, 'light');
      await page.emulateMedia({ colorScheme: 'dark' });
      await look(desktop.width, 'dark', ['color-contrast']);
      await page.setViewportSize(phone);
      await look(phone.width, 'dark');
      await page.emulateMedia({ colorScheme: 'light' });
      await look(phone.width, 'light', ['color-contrast']);
    },
  );
});
