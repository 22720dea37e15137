import { QueueServiceClient } from '@azure/storage-queue';
import { describe, expect, it } from 'vitest';
import { takeStorage } from '../../storage.ts';
import { until } from '../../time/until.ts';
import { runApp } from './runApp.ts';

const storage = takeStorage();

let count = 0;
/** Runs a queue function on a queue of its own; what it says by console.log(JSON) is what it was given. */
async function listen(handler: string, queues: object = {}, more: object = {}) {
  count += 1;
  const name = `queue-${count}`;
  const service = QueueServiceClient.fromConnectionString(storage);
  await service.createQueue(name);
  const app = await runApp(
    `app.storageQueue('work', { queueName: '${name}', connection: 'AzureWebJobsStorage', handler: ${handler} });`,
    {
      settings: { AzureWebJobsStorage: storage },
      queues: { messageEncoding: 'none', ...queues },
      ...more,
    },
  );
  const said = () =>
    app.logs
      .filter(({ message }) => message.startsWith('{'))
      .map(({ message }) => JSON.parse(message));
  return {
    ...app,
    said,
    send: (text: string) => service.getQueueClient(name).sendMessage(text),
    waitFor: (n: number) =>
      until(
        'the messages to be delivered',
        async () => said(),
        (lines) => lines.length >= n,
      ),
    left: async () => (await service.getQueueClient(name).getProperties()).approximateMessagesCount,
    poison: async () => {
      const queue = service.getQueueClient(`${name}-poison`);
      if (!(await queue.exists())) return [];
      return (await queue.peekMessages()).peekedMessageItems.map(({ messageText }) => messageText);
    },
  };
}

const tell = `(body, context) => console.log(JSON.stringify({ body, ...context.triggerMetadata }))`;

describe('a queue trigger', () => {
  it('gives JSON parsed and other text as it is, with its metadata, and deletes what succeeded', async () => {
    const queue = await listen(tell);
    const { messageId } = await queue.send('{"a":1}');
    await queue.send('plain');
    const said = await queue.waitFor(2);
    expect(said.map(({ body }) => body)).toEqual(expect.arrayContaining([{ a: 1 }, 'plain']));
    expect(said.find(({ body }) => body.a === 1)).toMatchObject({
      id: messageId,
      dequeueCount: 1,
      popReceipt: expect.any(String),
    });
    await until('the queue to be empty', queue.left, (left) => left === 0);
  });

  it('lets a message replace metadata by its own top-level properties', async () => {
    const queue = await listen(tell);
    await queue.send('{"id":"planted","DequeueCount":9}');
    expect((await queue.waitFor(1))[0]).toMatchObject({ id: 'planted', dequeueCount: 9 });
  });

  it('delivers what failed again, counts, and copies it to the poison queue at maxDequeueCount', async () => {
    const queue = await listen(
      `(body, context) => { (${tell})(body, context); throw new Error('no'); }`,
      { maxDequeueCount: 3 },
    );
    await queue.send('{"a":1}');
    await until('a message in poison', queue.poison, (texts) => texts.length > 0);
    expect(queue.said().map(({ dequeueCount }) => dequeueCount)).toEqual([1, 2, 3]);
    expect(await queue.poison()).toEqual(['{"a":1}']);
    expect(await queue.left()).toBe(0);
  });

  it('hides what failed for visibilityTimeout', async () => {
    const queue = await listen(
      `(body, context) => { (${tell})(Date.now(), context); if (context.triggerMetadata.dequeueCount === 1) throw new Error('no'); }`,
      {
        visibilityTimeout: '00:00:01',
      },
    );
    await queue.send('{}');
    const [first, second] = await queue.waitFor(2);
    expect(second.body - first.body).toBeGreaterThanOrEqual(1_000);
  });

  it('renews the lease while the function runs, so that a long run is one run', async () => {
    const queue = await listen(
      `async (body, context) => { (${tell})(body, context); await new Promise((resolve) => setTimeout(resolve, 3_500)); console.log('{"end":true}'); }`,
      {},
      { leaseMs: 2_000 },
    );
    await queue.send('{}');
    const said = await queue.waitFor(2);
    expect(said.map(({ dequeueCount, end }) => end ?? dequeueCount)).toEqual([1, true]);
    await until('the queue to be empty', queue.left, (left) => left === 0);
  });

  it('sends what is not base64 under messageEncoding base64 to poison at once, unseen', async () => {
    const queue = await listen(tell, { messageEncoding: 'base64' });
    await queue.send(Buffer.from('{"a":1}').toString('base64'));
    await queue.send('not base64!');
    await until('a message in poison', queue.poison, (texts) => texts.length > 0);
    expect(await queue.poison()).toEqual(['not base64!']);
    expect((await queue.waitFor(1)).map(({ body }) => body)).toEqual([{ a: 1 }]);
  });

  it('delivers again what a dead worker had in hand', async () => {
    const queue = await listen(
      `async (body, context) => { (${tell})(process.pid, context); if (context.triggerMetadata.dequeueCount === 1) await new Promise(() => {}); }`,
    );
    await queue.send('{}');
    const [first] = await queue.waitFor(1);
    process.kill(first.body, 'SIGKILL');
    const said = await queue.waitFor(2);
    expect(said[1].dequeueCount).toBeGreaterThan(1);
    expect(said[1].body).not.toBe(first.body);
    await until('the queue to be empty', queue.left, (left) => left === 0);
  });
});
