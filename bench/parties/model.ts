import { createServer, type ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { listen } from '../../local/process/listen.ts';

// The stub model, in a process of its own so that its CPU time is nobody's: answers at once, whole or as chunks
// with text, each in a write of its own, or with 2,048 embeddings of 3,072 numbers.

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
const toEvents = (chunks: number) => [
  ...Array<string>(chunks).fill(content),
  toEvent({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  toEvent({ choices: [], usage }),
  'data: [DONE]\n\n',
];
const hundred = toEvents(100);

const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
const part = { type: 'output_text', text: ' tent'.repeat(100), annotations: [] };
const item = {
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [part],
};
const responded = {
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  status: 'completed',
  model: 'gpt-4o',
  output: [{ ...item, content: [{ ...part, text: 'Pack a tent.' }] }],
  usage: { input_tokens: 10, output_tokens: 100, total_tokens: 110 },
};
const begun = { ...responded, status: 'in_progress', output: [], usage: null };
const typedEvents = [
  { type: 'response.created', response: begun },
  { type: 'response.in_progress', response: begun },
  { type: 'response.output_item.added', output_index: 0, item: { ...item, content: [] } },
  { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
  ...Array<object>(100).fill({ type: 'response.output_text.delta', ...place, delta: ' tent' }),
  { type: 'response.output_text.done', ...place, text: part.text },
  { type: 'response.content_part.done', ...place, part },
  { type: 'response.output_item.done', output_index: 0, item },
  { type: 'response.completed', response: { ...responded, output: [item] } },
].map((event, sequence_number) => {
  const type = Reflect.get(event, 'type');
  return `event: ${type}\ndata: ${JSON.stringify({ ...event, sequence_number })}\n\n`;
});

async function stream(response: ServerResponse, events: readonly string[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) {
    response.write(event);
    await setImmediate(); // writes of one turn leave in one packet
  }
  response.end();
}

/** As many chunks as the request's seed says; 100 without one. */
function eventsFor({ seed }: { seed?: number }): readonly string[] {
  return seed === undefined ? hundred : toEvents(seed);
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
    const isResponse = request.url?.endsWith('/responses');
    if (request.url?.endsWith('/embeddings')) embed(asked.encoding_format, response);
    else if (asked.stream === true)
      void stream(response, isResponse ? typedEvents : eventsFor(asked));
    else {
      response
        .setHeader('content-type', 'application/json')
        .end(isResponse ? JSON.stringify(responded) : whole);
    }
  });
});
const port = await listen(model, 0);
process.on('disconnect', () => process.exit(1));
process.send?.({ url: `http://127.0.0.1:${port}` });
