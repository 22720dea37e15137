import { createServer, type ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { listen } from '../../local/process/listen.ts';

// The stub model, in a process of its own so that its CPU time is nobody's: answers at once, whole or as 100 chunks with
// text, each in a write of its own, or with 2,048 embeddings of 3,072 numbers.

const about = { id: 'chatcmpl-1', created: 1, model: 'gpt-4o' };
const usage = { prompt_tokens: 10, completion_tokens: 100, total_tokens: 110 };
const message = { role: 'assistant', content: 'Pack a tent.' };
const whole = JSON.stringify({
  ...about,
  object: 'chat.completion',
  choices: [{ index: 0, finish_reason: 'stop', message }],
  usage,
});
const toEvent = (rest: object) =>
  `data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', ...rest })}\n\n`;
const content = toEvent({
  choices: [{ index: 0, delta: { content: ' tent' }, finish_reason: null }],
});
const events = [
  ...Array<string>(100).fill(content),
  toEvent({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  toEvent({ choices: [], usage }),
  'data: [DONE]\n\n',
];

async function stream(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) {
    response.write(event);
    await setImmediate(); // writes of one turn leave in one packet
  }
  response.end();
}

/** Numbers of 9 characters, or 4 bytes each in base64. */
const numbers = {
  float: `[${Array(3_072).fill('-0.01234').join(',')}]`,
  base64: `"${Buffer.alloc(4 * 3_072, 'tent').toString('base64')}"`,
};
const toEmbeddings = (embedding: string) =>
  Buffer.from(
    `{"object":"list","data":[${Array.from(
      { length: 2_048 },
      (_, index) => `{"object":"embedding","index":${index},"embedding":${embedding}}`,
    ).join(',')}],"model":"text-embedding-3-large","usage":${JSON.stringify(usage)}}`,
  );
const embeddings: { [format: string]: Buffer } = {};

function embed(format: 'float' | 'base64', response: ServerResponse): void {
  embeddings[format] ??= toEmbeddings(numbers[format]);
  const bytes = embeddings[format];
  response.setHeader('content-type', 'application/json');
  response.setHeader('content-length', bytes.byteLength).end(bytes);
}

const model = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const asked = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (asked.input !== undefined) embed(asked.encoding_format, response);
    else if (asked.stream === true) void stream(response);
    else response.setHeader('content-type', 'application/json').end(whole);
  });
});
const port = await listen(model, 0);
process.on('disconnect', () => process.exit(1));
process.send?.({ url: `http://127.0.0.1:${port}` });
