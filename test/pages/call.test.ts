import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationList, StoredRow } from '../../insights/api.ts';
import { formatSpan } from '../../insights/format.ts';
import { noBrowser, phone, useBrowser } from '../../insights/test/browser/browse.ts';
import { toWaterfall } from '../../insights/view/waterfall.ts';
import { chunks, event, modelStream, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';

const root = join(import.meta.dirname, '../..');
const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  HTTP_DEADLINE_SECONDS: `${Math.ceil(hangMs(5_000) / 1_000)}`,
  AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: 'true',
  MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10}}',
}));
const browser = useBrowser();
const insights = () => app.stack.insights ?? '';

/** The page of a call, once the whole of it has arrived. */
async function pageOf(session: string): Promise<{ url: string; rows: StoredRow[] }> {
  const { items } = await until(
    'the call in the list',
    async () =>
      (await (
        await fetch(`${insights()}/api/operations?session=${session}`)
      ).json()) as OperationList,
    (list) =>
      list.items.some(({ name, outcome }) => name.startsWith('POST') && outcome !== 'running'),
  );
  const operation = items[0]?.operation_Id;
  const response = await fetch(`${insights()}/api/operations/${operation}`);
  const { items: rows } = (await response.json()) as { items: StoredRow[] };
  return { url: `${insights()}/calls/${operation}?session=${session}`, rows };
}

async function ask(body: object = campingRequest): Promise<string> {
  const response = await app.chat(body);
  await response.text();
  return response.headers.get('x-request-id') ?? '';
}

describe.skipIf(noBrowser)(`a call${noBrowser}`, () => {
  const sessions: Record<string, string> = {};

  beforeAll(async () => {
    sessions.ok = await ask();
    model.replies.push((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(event(chunks.role));
      setTimeout(() => response.end(modelStream), 300);
    });
    sessions.streamed = await ask({ ...campingRequest, stream: true });
    model.replies.push(reply(429, {}, { 'retry-after': '1' }), reply(500, {}));
    sessions.retried = await ask();
    const busy = reply(429, {}, { 'retry-after': '0' });
    model.replies.push(busy, busy, busy);
    sessions.failed = await ask();
  });

  it('tells how long the model took, what it cost and which session it was', async () => {
    const { url } = await pageOf(sessions.ok ?? '');
    const page = await browser.open(url);
    await page.getByText(/gpt-4o.* answered in [\d.]+ m?s/).waitFor();
    const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
    expect(text).toContain('US$ 0.0045');
    expect(text).toContain('1,000 → 200');
    expect(text).toContain((sessions.ok ?? '').slice(0, 8));
  });

  it.each(['ok', 'streamed', 'retried', 'failed'])(
    'draws every bar of a call that is %s where its times say, to a pixel',
    async (which) => {
      const { url, rows } = await pageOf(sessions[which] ?? '');
      for (const viewport of [undefined, phone]) {
        const page = await browser.open(url, viewport && { viewport });
        await page.locator('[role=treegrid] .wf-row').first().waitFor();
        const { lines } = toWaterfall(rows);
        const drawn = page.locator('[role=treegrid] .wf-row');
        expect(await drawn.count()).toBe(lines.length);
        for (const [index, line] of lines.entries()) {
          const cell = await drawn.nth(index).locator('.bar').boundingBox();
          const segments = drawn.nth(index).locator('.bar .seg');
          const shown = line.segments.filter(({ kind }) => kind !== 'retry' && kind !== 'queue');
          for (const [at, segment] of shown.entries()) {
            const box = await segments.nth(line.segments.indexOf(segment)).boundingBox();
            const width = cell?.width ?? 0;
            expect(
              Math.abs((box?.x ?? 0) - (cell?.x ?? 0) - segment.x * width),
            ).toBeLessThanOrEqual(2);
            expect(box?.width ?? 0).toBeGreaterThanOrEqual(at === 0 ? 1 : 0);
            expect((box?.width ?? 0) - Math.max(2, segment.width * width)).toBeLessThanOrEqual(2);
          }
        }
      }
    },
  );

  it('that was retried shows each call as a row, numbered, with the wait between them', async () => {
    const { url } = await pageOf(sessions.retried ?? '');
    const page = await browser.open(url);
    await page.locator('[role=treegrid] .wf-row').first().waitFor();
    const labels = await page
      .locator('[role=treegrid] .wf-row')
      .evaluateAll((found) => found.map((each) => each.getAttribute('aria-label') ?? ''));
    const calls = labels.filter((label) => label.startsWith('chat '));
    expect(calls).toHaveLength(3);
    expect(calls[0]).toMatch(/call 1 of 3, failed/);
    expect(calls[2]).toMatch(/call 3 of 3/);
    expect(calls[2]).not.toContain('failed');
  });

  it('that was streamed after a wait tells its first token from the caller’s start, in head, sentence and list', async () => {
    model.replies.push(reply(429, {}, { 'retry-after': '1' }), reply(200, modelStream));
    const session = await ask({ ...campingRequest, stream: true });
    const { url } = await pageOf(session);
    const listed = await fetch(`${insights()}/api/operations?session=${session}`);
    const { items } = (await listed.json()) as OperationList;
    const firstMs = items[0]?.timeToFirstTokenMs ?? 0;
    expect(firstMs).toBeGreaterThanOrEqual(1_000);
    const page = await browser.open(url);
    await page.getByText(`its first token after ${formatSpan(firstMs)}`).waitFor();
    const facts = (await page.locator('dl.facts').innerText()).replace(/\s+/g, ' ');
    expect(facts).toContain(`first token ${formatSpan(firstMs)}`);
  });

  it('that failed says why and what to do', async () => {
    const { url } = await pageOf(sessions.failed ?? '');
    const page = await browser.open(url);
    await page.getByText(/answered 429 on all 3 calls/).waitFor();
    await page.getByText(/raise the quota of the deployments/).waitFor();
  });

  it('that failed leads from the frames of its error to the lines of src/', async () => {
    const { url } = await pageOf(sessions.failed ?? '');
    const page = await browser.open(`${url}&tab=exceptions`);
    const link = page.locator('a', { hasText: /^src\/.*\.ts:\d+:\d+$/ }).first();
    const place = await link.innerText();
    const href = `vscode://file${pathToFileURL(join(root, '/')).pathname}${place}`;
    expect(await link.getAttribute('href')).toBe(href);
    const [file = '', line] = place.split(':');
    expect(readFileSync(join(root, file), 'utf8').split('\n').length).toBeGreaterThanOrEqual(
      Number(line),
    );
  });

  it('shows HTML in messages as text and Markdown as what it means, the last turn open, and as they came by a key', async () => {
    const hostile = '<img src=x onerror="document.title=1"> **bold**';
    const session = await ask({
      messages: [
        { role: 'user', content: 'an old question' },
        { role: 'assistant', content: 'an old answer' },
        { role: 'user', content: hostile },
      ],
    });
    const { url } = await pageOf(session);
    const page = await browser.open(`${url}&tab=messages`);
    await page.locator('main strong', { hasText: /^bold$/ }).waitFor();
    await page.getByText('<img src=x onerror="document.title=1"> bold').waitFor();
    await page.getByText('Pack a tent.').waitFor();
    await page.keyboard.press('w');
    await page.getByText(hostile).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).not.toBe('1');
  });

  it('gives KQL in both namings, and its rows with every dimension', async () => {
    const { url } = await pageOf(sessions.ok ?? '');
    const page = await browser.open(`${url}&tab=kql`);
    const query = page.locator('.kql pre');
    expect(await query.innerText()).toContain(`"${sessions.ok}"`);
    expect(await query.innerText()).toContain('union requests, dependencies');
    await page.getByRole('button', { name: 'Log Analytics' }).click();
    expect(await query.innerText()).toContain('AppDependencies');
    expect(await query.innerText()).toContain(`"${sessions.ok}"`);
    const { rows } = await pageOf(sessions.ok ?? '');
    const chat = rows.find(({ name }) => name === 'chat gpt-4o');
    await page.goto(url);
    await page.locator('.wf-row', { hasText: 'chat gpt-4o' }).click();
    await page.getByRole('button', { name: 'columns and dimensions' }).click();
    await page.getByText('gen_ai.request.model').first().waitFor();
    const text = await page.locator('body').innerText();
    for (const name of Object.keys(chat?.customDimensions ?? {})) expect(text).toContain(name);
  });

  it('is opened by its session, also as a path', async () => {
    const page = await browser.open(`${insights()}/sessions/${sessions.ok}`);
    await page.waitForURL(/\/calls\/[0-9a-f]{32}/);
  });

  it('that is not there says so', async () => {
    const page = await browser.open(`${insights()}/calls/${'0'.repeat(32)}`);
    await page.getByText(/Not found: removed/).waitFor();
  });
});
