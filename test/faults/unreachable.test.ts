import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listen } from '../../local/process/listen.ts';
import { toAppError } from '../../src/errors.ts';
import { createInference } from '../../src/inference/createInference.ts';
import type { Inference } from '../../src/inference/inference.ts';
import { makeCertificate } from '../e2e/certificate.ts';
import { chunks, event, type Reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { testConfig } from '../testConfig.ts';
import { expectWithin } from '../time/expectWithin.ts';
import { hangMs } from '../time/hangMs.ts';
import { limitsIn } from '../time/limitsIn.ts';

const left = new AbortController().signal;
const request = { messages: [{ role: 'user', content: 'hi' }] };

/** Inference on an endpoint, and how each of its calls ended. */
function inferenceOn(endpoint: string): { inference: Inference; ends: string[] } {
  const ends: string[] = [];
  const openSpan = () => ({
    responded() {},
    firstChunk() {},
    succeeded: () => ends.push('ok'),
    failed: (code: string) => ends.push(code),
  });
  const inference = createInference(testConfig(endpoint), { getToken: async () => null }, openSpan);
  return { inference, ends };
}

async function failure(endpoint: string) {
  const { inference, ends } = inferenceOn(endpoint);
  const deadlineMs = hangMs(4_000);
  const error = await expectWithin(deadlineMs, 500, () =>
    inference.complete(inference.parse(request), limitsIn(deadlineMs, left)).catch(toAppError),
  );
  return { error, ends };
}

describe('a model that cannot be reached', () => {
  it('as its name is not known: three calls, no word of the name', async () => {
    const { error, ends } = await failure('http://nowhere.invalid/v1');
    expect(error).toMatchObject({ code: 'model_unavailable' });
    expect(String(error)).not.toContain('nowhere');
    expect(ends).toEqual(Array(3).fill('model_unavailable'));
  });

  it('as nobody listens: three calls', async () => {
    const server = createTlsServer();
    const port = await listen(server, 0);
    await new Promise((resolve) => server.close(resolve));
    const { error, ends } = await failure(`http://127.0.0.1:${port}/v1`);
    expect(error).toMatchObject({ code: 'model_unavailable' });
    expect(ends).toEqual(Array(3).fill('model_unavailable'));
  });

  it('as its certificate is not trusted: three calls, nothing sent', async () => {
    const certificate = await makeCertificate();
    let requests = 0;
    const server = createTlsServer(certificate, () => {
      requests += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { error, ends } = await failure(`https://localhost:${port}/v1`);
    expect(error).toMatchObject({ code: 'model_unavailable' });
    expect(ends).toEqual(Array(3).fill('model_unavailable'));
    expect(requests).toBe(0);
    server.close();
    await certificate.remove();
  });
});

describe('a stream', () => {
  /** Reads a stream to its end: its chunks, and how it ended. */
  async function read(behave: Reply, limits: { totalMs: number; betweenChunksMs: number }) {
    const model = await startScriptedModel();
    model.replies.push(behave);
    const { inference, ends } = inferenceOn(model.url);
    const parsed = inference.parse({ ...request, stream: true });
    const read: string[] = [];
    let code = 'ok';
    try {
      const stream = await inference.stream(parsed, limitsIn(hangMs(5_000), left), limits);
      for await (const data of stream) read.push(...data);
    } catch (thrown) {
      code = toAppError(thrown).code;
    }
    model.stop();
    return { read, code, ends };
  }
  const sse = { 'content-type': 'text/event-stream' };

  it('silent after its first chunk is given up after the time between chunks', async () => {
    const silent: Reply = (response) => response.writeHead(200, sse).write(event(chunks.role));
    const limits = { totalMs: hangMs(60_000), betweenChunksMs: 300 };
    const { read: got, code, ends } = await expectWithin(300, 1_000, () => read(silent, limits));
    expect([got.length, code, ends]).toEqual([1, 'model_timeout', ['model_timeout']]);
  });

  it('that never ends is ended after its time in all', async () => {
    const endless: Reply = (response) => {
      response.writeHead(200, sse).write(event(chunks.role));
      const timer = setInterval(() => response.write(event(chunks.content('more '))), 20);
      response.on('close', () => clearInterval(timer));
    };
    const limits = { totalMs: 500, betweenChunksMs: hangMs(60_000) };
    const { code } = await expectWithin(500, 1_000, () => read(endless, limits));
    expect(code).toBe('model_timeout');
  });

  it('of one byte at a time is put together', async () => {
    const text = [chunks.role, chunks.content('Pâck', 'stop'), '[DONE]'].map(event).join('');
    const drip: Reply = (response) => {
      response.writeHead(200, sse);
      const bytes = [...Buffer.from(text)];
      const timer = setInterval(() => {
        const byte = bytes.shift();
        if (byte !== undefined) {
          response.write(Buffer.of(byte));
          return;
        }
        clearInterval(timer);
        response.end();
      }, 1);
    };
    const { read: got, code } = await read(drip, {
      totalMs: hangMs(60_000),
      betweenChunksMs: hangMs(5_000),
    });
    expect(code).toBe('ok');
    expect(got.join('')).toContain('Pâck');
  });

  it('with an event that does not end is given up at 8 MiB', async () => {
    const huge: Reply = (response) => {
      response.on('error', () => {});
      response.writeHead(200, sse).write(event(chunks.role));
      response.end(`data: ${'x'.repeat(20_000_000)}`);
    };
    const { code, ends } = await read(huge, {
      totalMs: hangMs(60_000),
      betweenChunksMs: hangMs(5_000),
    });
    expect([code, ends]).toEqual(['model_bad_response', ['model_bad_response']]);
  });
});
