import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noBrowser, useBrowser } from '../../insights/test/browser/browse.ts';
import { listen } from '../../local/process/listen.ts';
import { modelStream, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';

/** The headers of SDKs, which a browser asks about first. */
const headers = {
  'content-type': 'application/json',
  authorization: 'Bearer none',
  'api-key': 'none',
  'x-functions-key': 'none',
  'x-conversation-id': 'trip-7',
  'x-stainless-lang': 'js',
  'x-stainless-retry-count': '0',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  AZURE_OPENAI_FALLBACK_DEPLOYMENTS: '',
}));
const browser = useBrowser();
const site = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>x</title>');
});
let port = 0;
beforeAll(async () => {
  port = await listen(site, 0);
});
afterAll(() => {
  site.closeAllConnections();
  site.close();
});

describe.skipIf(noBrowser)(`a page of another local port${noBrowser}`, () => {
  /** What the page reads of an answer. */
  const ask = async (host: string, body: object) => {
    const page = await browser.open(`http://${host}:${port}/`);
    const script = `(async () => {
      const response = await fetch('${app.stack.app}/api/v1/chat/completions', {
        method: 'POST', headers: ${JSON.stringify(headers)}, body: ${JSON.stringify(JSON.stringify(body))},
      });
      let text = '';
      for await (const part of response.body.pipeThrough(new TextDecoderStream())) text += part;
      const read = (name) => response.headers.get(name);
      return { status: response.status, text, id: read('x-request-id'), retry: read('x-should-retry') };
    })()`;
    return (await page.evaluate(script)) as Record<'text' | 'id' | 'retry', string | null>;
  };

  it.each(['localhost', '127.0.0.1'])('at %s streams an answer', async (host) => {
    model.replies.push(reply(200, modelStream, { 'content-type': 'text/event-stream' }));
    const read = await ask(host, { ...campingRequest, stream: true });
    expect(read).toMatchObject({ status: 200, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(read.text).toMatch(/Pack .*a tent\..*\[DONE\]/s);
  });

  it('reads an error, and whether to try again', async () => {
    model.replies.push(reply(401, {}));
    const read = await ask('localhost', campingRequest);
    expect(read).toMatchObject({ status: 502, retry: 'false' });
    expect(read.text).toContain('model_unauthorized');
  });
});
