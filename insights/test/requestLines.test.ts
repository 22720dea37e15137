import { describe, expect, it } from 'vitest';
import { start } from './running.ts';
import { sendRaw } from './sendRaw.ts';
import { stillKeeps } from './stillKeeps.ts';

const head = 'host: 127.0.0.1\r\nconnection: close\r\n';

describe('a request line that is odd is answered, and ends nothing', () => {
  it.each<[string, RegExp]>([
    ['GET //', /^200$/],
    ['GET ///', /^200$/],
    ['GET //v2/track', /^405$/],
    ['POST //v2/track', /^400$/],
    ['GET http://[/', /^400$/],
    ['GET http://', /^400$/],
    ['GET https://127.0.0.1/api/info', /^200$/],
    ['GET mailto:a@b', /^(200|400)$/],
    ['OPTIONS *', /^400$/],
    ['GET *', /^400$/],
    ['CONNECT 127.0.0.1:80', /^$/],
    ['GET /api/operations/%', /^200$/],
    ['GET /api/operations/%ff%fe.md', /^200$/],
    ['GET /api/operations/%00', /^200$/],
    ['GET /api/rows/1e300', /^404$/],
    ['GET /api/rows/NaN', /^404$/],
    ['GET /api/tables/__proto__', /^404$/],
    ['GET /../../etc/passwd', /^200$/],
    ['GET /assets/../../x', /^(200|404)$/],
    ['BREW /api/info', /^400$/],
    ['GET /api/info extra', /^400$/],
    ['\x00\x01\x02', /^400$/],
    ['GET /LONG', /^431$/],
  ])('%j', async (written, status) => {
    const line = written.replace('LONG', 'a'.repeat(100_000));
    const said: string[] = [];
    const { url } = await start({ say: (text) => said.push(text) });
    expect(await sendRaw(url, `${line} HTTP/1.1\r\n${head}\r\n`, true)).toMatch(status);
    await stillKeeps(url);
    // What no parser reads is told of, and nothing else.
    expect(said.filter((text) => !text.includes('bytes that are no HTTP request'))).toEqual([]);
  });

  it.each([
    'upgrade: websocket\r\nconnection: upgrade',
    'expect: 100-continue',
    'expect: a miracle',
    'content-length: 5\r\ntransfer-encoding: chunked',
    'transfer-encoding: chunked\r\n\r\nffffffffffffffff',
    'last-event-id: 1e300',
    'host: [',
    'cookie: LONG',
  ])('with the header %j', async (written) => {
    const header = written.replace('LONG', 'a'.repeat(20_000));
    const { url } = await start();
    const request = `GET /api/summary HTTP/1.1\r\nhost: 127.0.0.1\r\n${header}\r\n\r\n`;
    await sendRaw(url, request, false);
    await sendRaw(url, request.replace('GET /api/summary', 'POST /v2.1/track'), false);
    await stillKeeps(url);
  });
});

describe('a range that statistics are asked of', () => {
  it.each([
    ['to=-271821-04-20T00:00:00.000Z', 400],
    ['from=-271821-04-20T00:00:00.000Z', 400],
    ['to=%2B275760-09-13T00:00:00.000Z', 400],
    ['from=%2B275760-09-13T00:00:00.000Z', 400],
    ['from=0000-12-31T23:59:59.999Z', 400],
    ['to=0001-01-01T00:00:00.000Z', 400],
    ['from=0001-01-01T00:00:00.000Z&to=9999-12-31T23:59:59.999Z', 200],
    ['from=9999-12-31T23:00:00Z&to=9999-12-31T23:59:59Z', 200],
    ['from=never', 400],
    ['from=&to=', 200],
    ['steps=24&app=shop', 200],
    ['steps=0', 400],
    ['steps=121', 400],
    ['steps=many', 400],
  ])('%s is answered with %d', async (query, status) => {
    const { url } = await start();
    expect((await fetch(`${url}/api/stats?${query}`)).status).toBe(status);
  });
});
