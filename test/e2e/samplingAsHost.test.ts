import { describe, expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { campingRequest, startApp } from './startApp.ts';

// Half of the traces, set for host and worker as in a deployment.
const app = startApp(() => ({
  TELEMETRY_SAMPLING_RATIO: '0.5',
  OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage',
  OTEL_TRACES_SAMPLER_ARG: '0.5',
}));

// Traces that the host's exporter kept and dropped at 0.5, taken from Azure.Monitor.OpenTelemetry.Exporter 1.10.0. The
// JavaScript distro's own sampler decides differently for four of them.
const kept = [
  '664aa09f92f8ddb6380c84db2041780f',
  '8aabdb6701a179a5648ca8d6b8e6548f',
  'fed993c90daaa0ba0ff94ba963452844',
  'a4cea1111f4e41df0a20570856cf421e',
];
const dropped = [
  'd34141a29493dc901fed01e130515792',
  '8286f5d1f91c08351eb8729a170f6941',
  '7061af96ac6f8f399003bb5f2772701b',
  '84bf71cfa2c0e513f7bc40f661a90eab',
];
const traceparentOf = (trace: string) => `00-${trace}-b7ad6b7169203331-01`;

describe('with half of the traces kept', () => {
  it('those of the host are kept, whole and with their weight, over HTTP and from the queue', async () => {
    const traces = [...kept, ...dropped];
    const queue = app.queues.getQueueClient('inference-requests');
    await Promise.all(
      traces.map(async (trace) => {
        const traceparent = traceparentOf(trace);
        const answer = await app.chat(campingRequest, { traceparent });
        expect(answer.status).toBe(200);
        const message = { job: trace, request: campingRequest, traceparent };
        await queue.sendMessage(JSON.stringify(message));
      }),
    );
    const results = app.queues.getQueueClient('inference-results');
    await until(
      'the results of all messages',
      async () => (await results.getProperties()).approximateMessagesCount ?? 0,
      (count) => count === traces.length,
    );
    await app.stack.host?.stop();

    // For each trace: the invocation and its call, over HTTP and from the queue.
    const spans = (await app.rows('dependencies')).filter(({ session_Id }) => session_Id);
    const expected = kept.flatMap((trace) => [trace, trace, trace, trace]).sort();
    expect(spans.map(({ operation_Id }) => operation_Id).sort()).toEqual(expected);
    expect(new Set(spans.map(({ itemCount }) => itemCount))).toEqual(new Set([2]));
    const ofHost = (await app.rows('requests')).map(({ operation_Id }) => operation_Id);
    expect(ofHost).toEqual(expect.arrayContaining(kept));
    const lines = (await app.rows('traces')).filter(({ session_Id }) => session_Id);
    expect(lines.map(({ operation_Id }) => operation_Id).sort()).toEqual(
      kept.flatMap((trace) => [trace, trace]).sort(),
    );
  });

  it('a message that is sent on says whether its trace is kept', async () => {
    const results = app.queues.getQueueClient('inference-results');
    const { receivedMessageItems } = await results.receiveMessages({ numberOfMessages: 32 });
    const flags = receivedMessageItems.map(({ messageText }) => {
      const { traceparent } = JSON.parse(messageText) as { traceparent: string };
      return traceparent
        .split('-')
        .slice(1, 4)
        .filter((_, part) => part !== 1);
    });
    expect(Object.fromEntries(flags)).toEqual({
      ...Object.fromEntries(kept.map((trace) => [trace, '01'])),
      ...Object.fromEntries(dropped.map((trace) => [trace, '00'])),
    });
  });
});
