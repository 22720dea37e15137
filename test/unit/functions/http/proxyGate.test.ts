import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from '../../../../local/process/listen.ts';
import { openProxyGate } from '../../../../src/functions/http/proxyGate.ts';

const waitMs = 200;

/** A gate before a server that answers; `ask` sends the request of an invocation. */
async function openGate() {
  const server = createServer((_request, response) => response.end());
  const port = await listen(server, 0);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const gate = openProxyGate({ waitMs });
  gate.guard(port);
  const ask = (id: string) =>
    request({ port, host: '127.0.0.1', agent: false, headers: { 'x-ms-invocation-id': id } })
      .on('response', (response) => response.resume())
      .end();
  return { gate, ask };
}

it('an invocation whose request never comes is told so while the worker has nothing else to do', async () => {
  const { gate } = await openGate();
  await expect(gate.admit(randomUUID())).rejects.toThrow('has not come from the host');
});

it('a busy worker waits longer: what it has not read yet may be the request', async () => {
  const { gate, ask } = await openGate();
  const id = randomUUID();
  const admitted = gate.admit(id);
  admitted.catch(() => {}); // seen below
  const end = performance.now() + 5 * waitMs;
  await new Promise<void>((resolve) => {
    const work = () => {
      const slice = performance.now() + 20;
      while (performance.now() < slice);
      if (performance.now() < end) setImmediate(work);
      else resolve();
    };
    work();
  });
  ask(id);
  expect((await admitted).headers['x-ms-invocation-id']).toBe(id);
});
