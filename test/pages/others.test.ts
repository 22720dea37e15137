import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationList } from '../../local/insights/api.ts';
import { modelStream, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest, startApp, until } from '../e2e/startApp.ts';
import { envelope, invocation } from '../local/insights/envelopes.ts';
import { start } from '../local/insights/running.ts';
import { desktop, keepScreen, noBrowser, phone, seriousViolations, useBrowser } from './browse.ts';

const embedded = startApp(() => ({ AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true' }));
const model = await startScriptedModel();
afterAll(model.stop);
const scripted = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  HTTP_DEADLINE_SECONDS: '3',
}));
const browser = useBrowser();
const insights = ({ stack }: typeof embedded = embedded) => stack.insights ?? '';
const listed = async (of = embedded) =>
  ((await (await fetch(`${insights(of)}/api/operations?limit=200`)).json()) as OperationList).items;

describe.skipIf(noBrowser)(`Try it${noBrowser}`, () => {
  it('asks, shows the answer as it comes, and opens its trace: time, cost and session', async () => {
    const page = await browser.open(`${insights()}/try`);
    await page
      .getByLabel(/Prompt|Question/i)
      .first()
      .fill(campingRequest.messages[0]?.content ?? '');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/bear-proof container/).waitFor();
    await page.getByRole('link', { name: /Open its trace/ }).click();
    await page.waitForURL(/\/calls\/[0-9a-f]{32}/);
    await page.getByText(/gpt-4o answered in/).waitFor();
    const text = await page.locator('main').innerText();
    expect(text).toMatch(/duration\s+[\d.]+ m?s/);
    expect(text).toMatch(/cost\s+US\$ 0\.\d+/);
    expect(text).toMatch(/session\s+[0-9a-f]{8}/);
  });

  it.each([
    [/throttled once/i, 'ok', 2],
    [/always failing/i, 'model_unavailable', 3],
    [/slow stream/i, 'ok', 1],
    [/with tools/i, 'ok', 1],
  ])(
    'has a button for %s',
    async (name, outcome, calls) => {
      const page = await browser.open(`${insights()}/try`);
      const before = new Set((await listed()).map(({ session_Id }) => session_Id));
      await page.getByRole('button', { name }).click();
      const items = await until(
        async () => (await listed()).filter(({ session_Id }) => !before.has(session_Id)),
        (found) => found.some((item) => item.outcome === outcome && item.modelCalls === calls),
        20_000,
      );
      expect(items.length).toBeGreaterThan(0);
    },
    40_000,
  );
});

describe.skipIf(noBrowser)(`Overview and Health${noBrowser}`, () => {
  it('draw what happened, each chart with its table, and lead to the calls behind', async () => {
    await (await scripted.chat(campingRequest)).text();
    const page = await browser.open(`${insights(scripted)}/overview`);
    await page.locator('canvas').first().waitFor();
    expect(await page.locator('main figure').count()).toBe(8);
    const buttons = page.getByRole('button', { name: /as table/i });
    await buttons.first().click();
    await page.locator('table').first().waitFor();
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

describe.skipIf(noBrowser)(`what one person exports${noBrowser}`, () => {
  it('is the same page for another who imports it', async () => {
    const here = await start();
    await here.send(invocation({ session: 'shared', operation: 'a'.repeat(32) }));
    const page = await browser.open(`${here.url}/health`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export everything' }).click(),
    ]);
    const there = await start();
    const other = await browser.open(`${there.url}/health`);
    await other.getByLabel('File to import').setInputFiles(await download.path());
    await other.getByText('4 rows were imported.').waitFor();
    const texts: string[] = [];
    for (const { url } of [here, there]) {
      const call = await browser.open(`${url}/calls/${'a'.repeat(32)}?session=shared`);
      await call.locator('.wf-row').nth(2).waitFor();
      texts.push((await call.locator('main').innerText()).replace('● live', ''));
    }
    expect(texts[1]).toBe(texts[0]);
  });
});

describe.skipIf(noBrowser)(`conversations and jobs${noBrowser}`, () => {
  it('a conversation is told turn by turn', async () => {
    for (let turn = 0; turn < 2; turn++) {
      await (await embedded.chat(campingRequest, { 'x-conversation-id': 'trip-9' })).text();
    }
    await until(
      async () => (await listed()).filter(({ conversationId }) => conversationId === 'trip-9'),
      (found) => found.filter(({ outcome }) => outcome === 'ok').length === 2,
    );
    const page = await browser.open(`${insights()}/conversations/trip-9`);
    await page
      .getByText(/supplies for a camping trip/)
      .first()
      .waitFor();
    await page
      .getByText(/bear-proof container/)
      .first()
      .waitFor();
  });

  it('a job shows its accept, its deliveries and its result', async () => {
    const response = await fetch(`${embedded.stack.app}/api/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(campingRequest),
    });
    const { id } = (await response.json()) as { id: string };
    await until(
      async () => (await listed()).filter(({ job }) => job === id),
      (found) => found.some(({ trigger, outcome }) => trigger === 'queue' && outcome === 'ok'),
    );
    const page = await browser.open(`${insights()}/jobs/${id}`);
    await page.getByText(id).first().waitFor();
    await page
      .getByText(/inferenceQueue/)
      .first()
      .waitFor();
    await page
      .getByText(/createJob/)
      .first()
      .waitFor();
  });
});

describe.skipIf(noBrowser)(`whatever telemetry holds${noBrowser}`, () => {
  it('is shown as text: markup, scripts, directions, lone surrogates, a megabyte', async () => {
    const { send, url } = await start();
    const hostile = [
      '<img src=x onerror="document.title=\'owned\'">',
      '<script>document.title="owned"</script>',
      '\u202egnp.exe',
      '\ud800 lone',
      'x'.repeat(60_000),
    ];
    for (const [index, text] of hostile.entries()) {
      const rows = invocation({ operation: `${index}`.repeat(32), session: `s${index}` });
      for (const { data } of rows) {
        const base = data.baseData as Record<string, unknown>;
        if ('name' in base && base.name !== 'generate_completion') base.name = text.slice(0, 500);
        base.properties = {
          ...(base.properties as object),
          hostile: text,
          'gen_ai.input.messages': JSON.stringify([
            {
              role: 'user',
              parts: [
                { type: 'text', content: text },
                { type: 'odd', x: text },
              ],
            },
          ]),
          'app.job': text.slice(0, 200),
        };
      }
      await send(rows);
    }
    for (const path of [
      '/calls',
      '/health',
      '/overview',
      ...hostile.flatMap((_, index) =>
        ['waterfall', 'messages', 'rows', 'logs'].map(
          (tab) => `/calls/${`${index}`.repeat(32)}?session=s${index}&tab=${tab}`,
        ),
      ),
    ]) {
      const page = await browser.open(url + path);
      await page.locator('main').waitFor();
      await page.waitForLoadState('networkidle').catch(() => {}); // the live stream never ends
      expect(await page.title()).not.toBe('owned');
      expect(await page.locator('main img[src=x]').count()).toBe(0);
      await page.context().close();
    }
  }, 120_000);

  it('a call of 10,000 spans is drawn, and scrolls', async () => {
    const { send, url } = await start();
    const spans = [...Array(10_000).keys()].map((index) =>
      envelope(
        'RemoteDependencyData',
        { id: `s${index}`, name: `span ${index}`, duration: '0.00:00:00.5', success: true },
        {
          'ai.operation.id': 'big',
          'ai.operation.parentId': index === 0 ? '' : `s${(index - 1) >> 1}`,
        },
      ),
    );
    for (let at = 0; at < spans.length; at += 2_000) await send(spans.slice(at, at + 2_000));
    const page = await browser.open(`${url}/calls/big`);
    await page.locator('.wf-row').first().waitFor();
    expect(await page.locator('.wf-row').count()).toBeLessThan(200);
  });
});

describe.skipIf(noBrowser)(`eight tabs${noBrowser}`, () => {
  it('all answer within a second, and all show what comes', async () => {
    const { send, url } = await start();
    await send(invocation());
    const first = await browser.open(`${url}/calls`);
    const pages = [first];
    for (let count = 1; count < 8; count++) {
      const page = await first.context().newPage();
      const begin = Date.now();
      await page.goto(`${url}/calls`);
      await page.locator('tr.calls-row').first().waitFor();
      expect(Date.now() - begin).toBeLessThan(count < 5 ? 3_000 : 5_000);
      pages.push(page);
    }
    // Four of them hold a stream; one that is hidden lets go of it.
    expect((await fetch(`${url}/api/live`)).status).toBe(204);
    await first.evaluate(`
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));`);
    await until(
      async () => {
        const controller = new AbortController();
        const { status } = await fetch(`${url}/api/live`, { signal: controller.signal });
        controller.abort();
        return status;
      },
      (status) => status === 200,
    );
    pages.shift();
    await send(invocation({ session: 'fresh' }));
    for (const page of pages) {
      await page.locator('td.session[title=fresh]').waitFor({ timeout: 5_000 });
    }
  }, 60_000);
});

describe.skipIf(noBrowser)(`every page${noBrowser}`, () => {
  beforeAll(async () => {
    model.replies.push(reply(200, modelStream, { 'content-type': 'text/event-stream' }));
    await (await scripted.chat({ ...campingRequest, stream: true })).text();
    const busy = reply(429, {}, { 'retry-after': '0' });
    model.replies.push(busy, busy, busy);
    await (await scripted.chat(campingRequest)).text();
    model.replies.push(busy);
    await (await scripted.chat(campingRequest, { 'x-conversation-id': 'trip-7' })).text();
    await until(
      () => listed(scripted),
      (items) => items.length >= 3 && items.every(({ outcome }) => outcome !== 'running'),
    );
  });

  const pages = ['calls', 'call', 'failed', 'overview', 'health', 'try', 'conversation'] as const;
  it.each(
    pages.flatMap((page) => [desktop, phone].map((size) => [page, size.width, size] as const)),
  )(
    '%s at %i px has no serious accessibility violation in either theme, and does not scroll sideways',
    async (which, width, viewport) => {
      const items = await listed(scripted);
      const link = (outcome: string) => {
        const found = items.find((item) => item.outcome === outcome && item.modelCalls > 0);
        return `/calls/${found?.operation_Id}?session=${found?.session_Id}`;
      };
      const path = {
        calls: '/calls',
        call: link('ok'),
        failed: link('rate_limit_exceeded'),
        overview: '/overview',
        health: '/health',
        try: '/try',
        conversation: '/conversations/trip-7',
      }[which];
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.open(insights(scripted) + path, {
          viewport,
          colorScheme,
          bypassCSP: true, // for axe alone
        });
        await page
          .locator('main :is(h1, h2, table, canvas, textarea, [role=treegrid])')
          .first()
          .waitFor();
        await keepScreen(page, `${which}-${width}-${colorScheme}`);
        expect(await seriousViolations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          width,
        );
        await page.context().close();
      }
    },
    40_000,
  );
});
