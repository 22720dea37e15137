import { createServer, type ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { listen } from '../../local/process/listen.ts';

// The stub model, in a process of its own so that its CPU time is nobody's: answers at once, whole or as 100 chunks with
// text, each in a write of its own.

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

const model = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const asked = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (asked.stream === true) void stream(response);
    else response.setHeader('content-type', 'application/json').end(whole);
  });
});
const port = await listen(model, 0);
process.on('disconnect', () => process.exit(1));
process.send?.({ url: `http://127.0.0.1:${port}` });
