import { expect, it } from 'vitest';
import { sendRaw } from '../sendRaw.ts';
import { hangMs } from '../time/hangMs.ts';
import { bodyOf, campingRequest, startApp } from './startApp.ts';

// Effects of a host of 2024 on an app: its proxy keeps no body, but keeps a caller's own invocation ID.
process.env.CALLSPAN_TEST_GENERATION = '2024';
const app = startApp();
const large = JSON.stringify({
  messages: [{ role: 'user', content: 'x'.repeat(20 * 1024 * 1024) }],
});

it.each<[string, () => string | ReadableStream]>([
  ['whose length is told', () => large],
  ['whose length is not', () => new Blob([large]).stream()],
])('a body of 20 MiB %s is 413, in our words', async (_what, toBody) => {
  const response = await fetch(`${app.stack.app}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: toBody(),
    duplex: 'half',
  } as RequestInit);
  expect([response.status, (await bodyOf(response)).error]).toEqual([
    413,
    expect.objectContaining({ code: 'body_too_large' }),
  ]);
});

it.each([
  ['a caller’s own invocation ID', 'x-ms-invocation-id: mine', / 400 /],
  ['header bytes that are no ASCII', 'x-odd: \xc3\xbc', /^$/],
  ['20,000 bytes of headers', `x-odd: ${'x'.repeat(20_000)}`, /^$/],
])('%s ends no worker and keeps no other call', async (_what, header, expected) => {
  const pid = app.stack.host?.workerPid();
  const url = app.stack.app ?? '';
  const head = `GET /api/health HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: close\r\n`;
  const [answer = ''] = (await sendRaw(url, `${head}${header}\r\n\r\n`, hangMs(500))).split('\r\n');
  expect(answer).toMatch(expected);
  expect((await app.chat(campingRequest)).status).toBe(200);
  expect(app.stack.host?.workerPid()).toBe(pid);
});
