import { expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { campingRequest, startApp } from './startApp.ts';

const app = startApp();

it('50 calls and 50 messages at once leave exactly 100 invocations, 100 sessions, and a chat child each', async () => {
  const queue = app.queues.getQueueClient('inference-requests');
  const each = [...Array(50).keys()];
  const [responses] = await Promise.all([
    Promise.all(each.map(() => app.chat(campingRequest))),
    Promise.all(
      each.map((n) =>
        queue.sendMessage(JSON.stringify({ job: `job-${n}`, request: campingRequest })),
      ),
    ),
  ]);
  expect(responses.map(({ status }) => status)).toEqual(each.map(() => 200));

  const rows = await until('200 dependencies', app.spans, (found) => found.length >= 200);
  const invocations = rows.filter(({ name }) => name === 'generate_completion');
  const chats = rows.filter(({ name }) => name === 'chat gpt-4o');
  expect(rows).toHaveLength(200);
  expect(invocations).toHaveLength(100);
  expect(new Set(invocations.map((row) => row.session_Id)).size).toBe(100);
  const sessionOf = new Map(invocations.map((row) => [row.id, row.session_Id]));
  expect(new Set(chats.map((row) => row.operation_ParentId)).size).toBe(100);
  for (const chat of chats) expect(chat.session_Id).toBe(sessionOf.get(chat.operation_ParentId));
  expect(responses.map(({ headers }) => headers.get('x-request-id'))).toSatisfy((ids: string[]) =>
    ids.every((id) => invocations.some((row) => row.session_Id === id)),
  );
});
