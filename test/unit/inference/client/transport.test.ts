import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { listen } from '../../../../local/process/listen.ts';
import { createTransport } from '../../../../src/inference/client/transport.ts';
import { until } from '../../../time/until.ts';

let answer: (response: ServerResponse) => void = () => {};
const server = createServer((request, response) => {
  request.resume().on('end', () => answer(response));
});
const origin = `http://127.0.0.1:${await listen(server, 0)}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const transport = createTransport(origin);

async function open(abortSignal?: AbortSignal): Promise<AsyncIterable<Buffer>> {
  const request = createPipelineRequest({
    url: `${origin}/v1/chat/completions`,
    method: 'POST',
    body: '{}',
    allowInsecureConnection: true,
    ...(abortSignal && { abortSignal }),
  });
  const { readableStreamBody } = await transport.sendRequest(request);
  return readableStreamBody as AsyncIterable<Buffer>;
}

/** Bytes of which each piece is another. */
function piecesOf(sizes: readonly number[]): Buffer[] {
  return sizes.map((size, at) => Buffer.alloc(size, `piece ${at};`));
}

function digest(pieces: readonly Buffer[]): string {
  return createHash('sha256').update(Buffer.concat(pieces)).digest('hex');
}

it('a body arrives whole and in order, however large its pieces are and however slowly it is read', async () => {
  const sizes = fc.array(
    fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 200_000 })),
    {
      minLength: 1,
      maxLength: 40,
    },
  );
  await fc.assert(
    fc.asyncProperty(sizes, fc.array(fc.nat(5), { minLength: 1 }), async (lengths, pauses) => {
      const pieces = piecesOf(lengths);
      answer = (response) => {
        for (const piece of pieces) response.write(piece);
        response.end();
      };
      const read: Buffer[] = [];
      for await (const bytes of await open()) {
        const turns = pauses[read.length % pauses.length] ?? 0;
        read.push(bytes);
        for (let turn = 0; turn < turns; turn += 1) await setImmediate();
      }
      expect(digest(read)).toBe(digest(pieces));
    }),
    { numRuns: 60 },
  );
});

it('hundreds of answers run at once: none waits for the end of another', async () => {
  answer = (response) => void response.write('a');
  const bodies = await Promise.all(Array.from({ length: 300 }, () => open()));
  const leave = bodies.map(async (body) => {
    for await (const _ of body) break;
  });
  await Promise.all(leave);
});

it('what came before a connection broke is given first, and then it fails', async () => {
  const [piece = Buffer.alloc(0)] = piecesOf([1_000]);
  answer = (response) => {
    response.writeHead(200, { 'content-length': 2_000 });
    response.write(piece, () => response.destroy());
  };
  const read: Buffer[] = [];
  const reading = (async () => {
    for await (const bytes of await open()) read.push(bytes);
  })();
  await expect(reading).rejects.toThrow();
  expect(digest(read)).toBe(digest([piece]));
});

it.each<[string, (body: AsyncIterable<Buffer>, controller: AbortController) => Promise<void>]>([
  [
    'a reader who stops early',
    async (body) => {
      for await (const _ of body) break;
    },
  ],
  ['a signal', async (_body, controller) => controller.abort()],
])('%s closes the connection', async (_name, leave) => {
  let sending: ServerResponse | undefined;
  answer = (response) => {
    sending = response;
    response.write('a');
  };
  const controller = new AbortController();
  await leave(await open(controller.signal), controller);
  await until(
    'a closed connection',
    () => `${sending?.closed}`,
    (closed) => closed === 'true',
  );
});

it('a signal ends a call that still waits for its connection', async () => {
  const silent = createTcpServer(); // takes connections, and never answers their handshakes
  const port = await listen(silent, 0);
  const sockets = new Set<Socket>();
  silent.on('connection', (socket) => sockets.add(socket));
  const url = `https://127.0.0.1:${port}`;
  const controller = new AbortController();
  const request = createPipelineRequest({
    url: `${url}/v1/chat/completions`,
    method: 'POST',
    body: '{}',
    abortSignal: controller.signal,
  });
  const asking = createTransport(url).sendRequest(request);
  await until(
    'a connection',
    () => sockets.size,
    (size) => size === 1,
  );
  controller.abort();
  await expect(asking).rejects.toThrow('the call was ended'); // and not by the limit of connecting
  for (const socket of sockets) socket.destroy();
  silent.close();
});

it('a signal that was given before is not a call', async () => {
  let asked = false;
  answer = (response) => {
    asked = true;
    response.end();
  };
  await expect(open(AbortSignal.abort())).rejects.toThrow();
  expect(asked).toBe(false);
});

it('a body that nobody reads stops its sender', async () => {
  let sending: ServerResponse | undefined;
  answer = (response) => {
    sending = response;
    response.writeHead(200).flushHeaders();
  };
  const body = await open();
  if (sending === undefined) throw new Error('nothing was asked');
  const megabyte = Buffer.alloc(1024 * 1024);
  let written = 0;
  while (sending.write(megabyte) || (await drained(sending))) {
    written += 1;
    expect(written).toBeLessThan(32); // sockets have buffers too
  }
  let read = 0;
  sending.end();
  for await (const bytes of body) read += bytes.byteLength;
  expect(read).toBe((written + 1) * megabyte.byteLength);
});

/** Whether a sender goes on within a time in which an idle one would. */
async function drained(sending: ServerResponse): Promise<boolean> {
  const signal = AbortSignal.timeout(500);
  return once(sending, 'drain', { signal }).then(
    () => true,
    () => false,
  );
}
