import { describe, expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { type Row, startApp } from './startApp.ts';
import { eventsIn } from './typedEvents.ts';

const app = startApp();
const camping = 'What are some recommended supplies for a camping trip in the mountains?';
const ask = (body: object) =>
  fetch(`${app.stack.app}/api/v1/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const chatsOf = async (response: Response, calls: number) =>
  (
    await until(
      'the rows of the invocation',
      () => app.rows('dependencies', response.headers.get('x-request-id') ?? ''),
      (rows) => rows.length > calls,
    )
  ).filter(({ name }) => name.startsWith('chat '));

const measured = (row: Row | undefined, name: string) =>
  Number(Object(row?.customMeasurements)[name]);

describe('POST v1/responses with the embedded model', () => {
  it('answers whole, and its call has tokens', async () => {
    const response = await ask({ input: camping });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', content: [{ text: expect.stringMatching(/bear-proof/) }] }],
    });
    const [chat] = await chatsOf(response, 1);
    expect(chat?.customDimensions['openai.api.type']).toBe('responses');
    expect(measured(chat, 'inputTokens')).toBeGreaterThan(camping.length / 4);
    expect(measured(chat, 'outputTokens')).toBeGreaterThan(300);
  });

  it('streams typed events at its pace, to the end', async () => {
    const response = await ask({ input: camping, stream: true });
    const events = eventsIn(await response.text());
    expect(events[0]).toMatchObject({ type: 'response.created' });
    expect(events.at(-1)).toMatchObject({ type: 'response.completed' });
    const text = events.map(({ delta }) => delta ?? '').join('');
    expect(text).toMatch(/bear-proof/);
    const [chat] = await chatsOf(response, 1);
    expect(measured(chat, 'timeToFirstTokenMs')).toBeGreaterThan(0);
    expect(measured(chat, 'outputTokens')).toBeGreaterThan(300);
    expect(chat?.duration).toBeGreaterThan(500);
  });

  it('(throttled once) is asked again', async () => {
    const response = await ask({ input: 'Where can I camp? (throttled once)', stream: true });
    expect(eventsIn(await response.text()).at(-1)).toMatchObject({ type: 'response.completed' });
    const chats = await chatsOf(response, 2);
    expect(chats.map(({ success }) => success).sort()).toEqual(['False', 'True']);
  });
});
