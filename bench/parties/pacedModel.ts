import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../../local/process/listen.ts';

// A model at real pace, in a process of its own: the first chunk after 100 ms, then 50 a second, as many as the request's seed
// says and without end for 0. One loop writes for all streams, each in its own slot of the 20 ms, so that 1,000 of them cost
// this process little and never all write at once.

const firstMs = 100;
const slots = 20; // of 1 ms
const toEvent = (rest: object) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', created: 1, model: 'gpt-4o', object: 'chat.completion.chunk', ...rest })}\n\n`;
const content = toEvent({
  choices: [{ index: 0, delta: { content: ' tent' }, finish_reason: null }],
});
const frame = `${Buffer.byteLength(content).toString(16)}\r\n${content}\r\n`;
const end = [
  toEvent({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  toEvent({
    choices: [],
    usage: { prompt_tokens: 10, completion_tokens: 100, total_tokens: 110 },
  }),
  'data: [DONE]\n\n',
].join('');

interface Stream {
  readonly response: ServerResponse;
  left: number;
}

const wheel = Array.from({ length: slots }, () => new Set<Stream>());

function write(stream: Stream, slot: Set<Stream>): void {
  if (stream.left > 0) {
    stream.left -= 1;
    stream.response.socket?.write(frame);
    return;
  }
  slot.delete(stream);
  stream.response.end(end);
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const { seed } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { seed?: number };
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    const stream = { response, left: seed || Number.POSITIVE_INFINITY };
    await sleep(firstMs);
    const slot = wheel[at % slots]; // it has just been written, so that the next chunk is 20 ms away
    if (response.destroyed || slot === undefined) return;
    response.once('close', () => slot.delete(stream));
    slot.add(stream);
    write(stream, slot);
  });
});

let at = Math.floor(performance.now());

async function turn(): Promise<void> {
  for (;;) {
    await sleep(1);
    for (const now = Math.floor(performance.now()); at < now; ) {
      at += 1;
      const slot = wheel[at % slots];
      if (slot === undefined) continue;
      for (const stream of slot) write(stream, slot);
    }
  }
}

const port = await listen(server, 0);
process.on('disconnect', () => process.exit(1));
process.send?.({ url: `http://127.0.0.1:${port}` });
await turn();
