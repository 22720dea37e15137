import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { ofSession, readTrace } from '../../../local/ask/askTrace.ts';
import { listen } from '../../../local/process/listen.ts';
import { requireWhole } from '../../../local/verify/diagnose.ts';
import { expectWithin } from '../../time/expectWithin.ts';
import { bareRow } from './bareRow.ts';

const run = (trigger: string) => [
  bareRow('dependencies', {
    name: 'generate_completion',
    session_Id: 's',
    operation_ParentId: 'sender',
    customDimensions: { 'faas.trigger': trigger, 'gen_ai.operation.name': '' },
  }),
  bareRow('dependencies', {
    name: 'chat gpt-4o',
    session_Id: 's',
    customDimensions: { 'gen_ai.operation.name': 'chat' },
  }),
  bareRow('traces', { message: 'ok in 5 ms', session_Id: 's' }),
];

it('a message’s run is whole without a row of the host, a call over HTTP is not', () => {
  expect(() => requireWhole(run('pubsub'))).not.toThrow();
  expect(() => requireWhole(run('http'))).toThrow("missing: the host's request row.");
});

it('a host row that tells another run’s ID, or none, is known as the parent of the first span', () => {
  const host = bareRow('requests', { id: 'sender' });
  const other = bareRow('requests', { id: 'x', customDimensions: { 'faas.invocation_id': 's' } });
  const hop = bareRow('dependencies', { operation_ParentId: 'sender', name: 'POST /api/v1' });
  expect(ofSession([host, other, hop, ...run('http')], 's')).toEqual([host, ...run('http')]);
});

it('a worker that sent nothing is told from the row of a host that tells the invocation', () => {
  const host = bareRow('requests', { id: 'h', customDimensions: { 'faas.invocation_id': 's' } });
  expect(ofSession([host], 's')).toEqual([host]);
  expect(() => requireWhole([host])).toThrow('nothing from the worker');
});

it('the trace of a message is shown once its run is there', async () => {
  const server = createServer((incoming, outgoing) => {
    const items = incoming.url?.includes('?q=') ? [{ operation_Id: 'o' }] : run('pubsub');
    outgoing.end(JSON.stringify({ items }));
  });
  const port = await listen(server, 0);
  try {
    const read = () => readTrace(`http://127.0.0.1:${port}`, 's');
    expect(await expectWithin(5_000, 500, read)).toHaveLength(3);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
