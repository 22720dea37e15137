import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../../receiver.ts';
import { takeStorage } from '../../storage.ts';
import { until } from '../../time/until.ts';
import { runApp } from './runApp.ts';

const storage = takeStorage();
let insights: Receiver;
beforeAll(async () => {
  insights = await startReceiver();
});
afterAll(async () => {
  await insights.stop();
});

it.each([2024, 2026] as const)(
  'a queue trigger of %i has no trace and no request row; its polls are rows when they are asked for',
  async (generation) => {
    const name = `queue-${generation}`;
    const service = QueueServiceClient.fromConnectionString(storage);
    await service.createQueue(name);
    const { logs, host } = await runApp(
      `app.storageQueue('work', { queueName: '${name}', connection: 'AzureWebJobsStorage',
        handler: (_, context) => console.log('trace ' + JSON.stringify(context.traceContext.traceParent ?? '')) });`,
      {
        generation,
        pollRows: generation === 2024,
        settings: {
          AzureWebJobsStorage: storage,
          APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connectionString,
        },
        queues: { messageEncoding: 'none' },
      },
    );
    await service.getQueueClient(name).sendMessage('{}');
    const said = await until(
      'the message to be delivered',
      () => logs.map(({ message }) => message).filter((message) => message.startsWith('trace')),
      (lines) => lines.length > 0,
    );
    expect(said).toEqual(['trace ""']);
    await host.stop();
    expect(await insights.rows('requests')).toEqual([]);
    const dependencies = await insights.rows('dependencies');
    const polls = dependencies.filter(({ name: called = '' }) => called.includes(name));
    expect(polls.length > 0).toBe(generation === 2024);
    for (const poll of polls) {
      const sdk = dependencies.find(({ id }) => id === poll.operation_ParentId);
      expect(sdk).toMatchObject({
        name: 'QueueClient.ReceiveMessages',
        operation_Id: poll.operation_Id,
      });
    }
  },
);
