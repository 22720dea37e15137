import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { parsePrices } from '../genAi/prices.ts';
import { toReached } from '../http/address.ts';
import { envelope } from './envelopes.ts';
import { start } from './running.ts';

/** The status of a read by a Host header. */
function statusOf(url: string, host: string, headers: Record<string, string> = {}) {
  return new Promise((resolve, reject) => {
    get(`${url}/api/info`, { headers: { host, ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

describe('for containers', () => {
  // macOS has no second address of loopback.
  it.skipIf(process.platform === 'darwin')(
    'listens on an address, and may be read by its name there',
    async () => {
      const { url, insights } = await start({ host: '127.0.0.2' });
      expect(url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/);
      expect(insights.connectionString).toContain(`IngestionEndpoint=${url}/`);
      const { host, port } = new URL(url);
      expect(await statusOf(url, host)).toBe(200);
      expect(await statusOf(url, `localhost:${port}`)).toBe(200);
      expect(await statusOf(url, `insights:${port}`)).toBe(403);
    },
  );

  it.each([
    ['0.0.0.0', '127.0.0.1'],
    ['::', '127.0.0.1'],
    ['::1', '[::1]'],
    ['2001:db8:0:0::5', '[2001:db8::5]'],
    ['10.0.0.7', '10.0.0.7'],
    ['insights', 'insights'],
  ])('is reached, listening on %s, at %s', (host, reached) => {
    expect(toReached(host)).toBe(reached);
  });

  it('may be read by each allowed name, whatever its port, from its own pages alone', async () => {
    const { url } = await start({ allowedHosts: ['insights', 'telemetry.local', 'fd00:0::5'] });
    expect(await statusOf(url, '[fd00::5]:7072')).toBe(200);
    expect(await statusOf(url, 'insights:80')).toBe(200);
    expect(await statusOf(url, 'TELEMETRY.local')).toBe(200);
    expect(await statusOf(url, 'insights.evil.example')).toBe(403);
    expect(await statusOf(url, 'insights:80', { origin: 'http://insights:80' })).toBe(200);
    expect(await statusOf(url, 'insights:80', { origin: 'http://evil.example' })).toBe(403);
  });

  it('takes telemetry by any name', async () => {
    const { url, send } = await start({ allowedHosts: ['insights'] });
    expect((await send([envelope('EventData', { name: 'x' })])).status).toBe(200);
    const { host } = new URL(url);
    expect(host).toMatch(/^127\.0\.0\.1:/);
  });
});

describe('a file of prices', () => {
  it('is as MODEL_PRICES', () => {
    const prices = parsePrices(
      '{"gpt-4o":{"input":2.5,"output":10,"cachedInput":1.25},"e":{"input":1}}',
    );
    expect([...prices]).toEqual([
      ['gpt-4o', { input: 2.5, output: 10, cachedInput: 1.25 }],
      ['e', { input: 1, output: 0 }],
    ]);
  });

  it.each([
    ['{', /no JSON/],
    ['[]', /an object/],
    ['{"m":{"input":-1,"output":1}}', /^m: input, output and cachedInput/],
    ['{"m":{"input":"1","output":1}}', /^m: /],
    ['{"m":{"input":1,"output":2000000}}', /^m: /],
    ['{"m":{"input":1,"output":1,"cached":1}}', /^m: /],
    ['{"m":null}', /^m: /],
  ])('that holds %s is refused with what is wrong', (json, why) => {
    expect(() => parsePrices(json)).toThrow(why);
  });
});
