import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../../../local/process/listen.ts';
import { modelAnswer } from '../../e2e/scriptedModel.ts';
import { refused } from './pieces.ts';

/** What the model does to every call that it gets. */
export type Mood = 'answers' | 'is busy' | 'is broken' | 'hangs' | 'cuts its answers';

/** One call as the model had it. Times are ms since 1970. */
export interface ModelCall {
  /** The instance of the app that called. */
  readonly instance: number;
  readonly seed: number;
  /** `x-request-id` of the answer, if its head went out. */
  readonly requestId: string;
  readonly mood: Mood;
  readonly receivedAt: number;
  /** When the answer was out or the connection gone; absent while it is open. */
  endedAt?: number;
}

/** A model that notes each call, and answers so that an answer tells its piece: its ID is `chatcmpl-{seed}-{call}`. */
export interface Model {
  /** The endpoint that tells calls of this instance from those of others. */
  endpoint(instance: number): string;
  readonly calls: readonly ModelCall[];
  mood: Mood;
  stop(): void;
}

/** Starts it on loopback, on any free port. */
export async function startModel(): Promise<Model> {
  const calls: ModelCall[] = [];
  const server = createServer(async (request, response) => {
    const body: { seed: number; messages: { content: string }[] } = await readJson(request);
    const { seed, messages } = body;
    const { mood } = model;
    const requestId = `call-${calls.length + 1}`;
    const instance = Number(request.url?.split('/')[1]);
    const call: ModelCall = { instance, seed, requestId, mood, receivedAt: Date.now() };
    calls.push(call);
    response.on('error', () => {});
    response.on('close', () => {
      call.endedAt = Date.now();
    });
    const send = (status: number, value: object, headers: Record<string, string> = {}) => {
      response.writeHead(status, { ...toHead(requestId), ...headers }).end(JSON.stringify(value));
    };
    if (mood === 'hangs') return;
    if (mood === 'is busy') return send(429, {}, { 'retry-after': '1' });
    if (mood === 'is broken') return send(500, {});
    if (mood === 'cuts its answers') return cut(response, requestId, calls.length % 2 === 0);
    await sleep(20 + ((seed * 37) % 180));
    if (messages.some(({ content }) => content === refused)) {
      return send(400, { error: { code: 'content_filter' } });
    }
    send(200, { ...modelAnswer, id: `chatcmpl-${seed}-${calls.length}` });
  });
  const port = await listen(server, 0);
  const model: Model = {
    endpoint: (instance) => `http://127.0.0.1:${port}/${instance}/v1`,
    calls,
    mood: 'answers',
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return model;
}

/** Ends the connection before the answer's head, or within its body. */
function cut(response: ServerResponse, requestId: string, withinBody: boolean): void {
  if (!withinBody) {
    response.destroy();
    return;
  }
  response.writeHead(200, { ...toHead(requestId), 'content-length': '1000' });
  response.write('{"choices":[{"message":{"con', () => response.destroy());
}

function toHead(requestId: string): Record<string, string> {
  return { 'content-type': 'application/json', 'x-request-id': requestId };
}

async function readJson(stream: AsyncIterable<Buffer>) {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
