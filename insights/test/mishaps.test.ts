import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { until } from '../../test/time/until.ts';
import type { Health } from '../api.ts';
import { printTrees } from '../terminal/printTrees.ts';
import { invocation } from './envelopes.ts';
import { start } from './running.ts';
import { stillKeeps } from './stillKeeps.ts';

const canary = 'C4N4RY at /insights/fake.ts:1:1';

async function startTelling() {
  const said: string[] = [];
  const receiver = await start({ say: (line) => said.push(line) });
  const errors = async () => {
    const { checks } = await receiver.get<Health>('/api/health');
    return checks.find(({ name }) => name === 'Errors of the receiver');
  };
  return { ...receiver, said, errors };
}

describe('an error where nobody waits is one line and a finding, and stops nothing', () => {
  it('of who reads rows as they come; others are told all the same', async () => {
    const { insights, url, send, said, errors } = await startTelling();
    const seen: number[] = [];
    insights.onRows(() => {
      throw new TypeError(canary);
    });
    insights.onRows(async () => {
      throw new RangeError(canary);
    });
    insights.onRows((rows) => seen.push(rows.length));
    for (let times = 0; times < 3; times++) expect((await send(invocation())).status).toBe(200);
    expect(seen).toEqual([4, 4, 4]);
    expect(said).toHaveLength(2);
    expect(said.join()).toMatch(/in a reader of rows: TypeError.*in a reader of rows: RangeError/);
    expect(await errors()).toMatchObject({ state: 'fail', count: 6 });
    expect(JSON.stringify([said, await errors()])).not.toMatch(/C4N4RY|fake/);
    await stillKeeps(url);
  });

  it('of who is told of changes', async () => {
    const { insights, url, said, errors } = await startTelling();
    insights.store.onChange(() => {
      throw new Error(canary);
    });
    await stillKeeps(url);
    expect(said).toHaveLength(1);
    expect(await errors()).toMatchObject({ count: 1 });
  });

  it('of the terminal that trees are drawn on', async () => {
    const { insights, url, send, said } = await startTelling();
    const stop = printTrees(
      insights,
      () => {
        throw new Error(canary);
      },
      { color: false, quietMs: 5, hostMs: 5 },
    );
    await send(invocation());
    await until(
      'the line about the terminal',
      () => said.length,
      (count) => count > 0,
    );
    expect(said[0]).toMatch(/in drawing a tree: Error/);
    stop();
    await stillKeeps(url);
  });

  it('and of more kinds than a page can show, the rest are counted as one', async () => {
    const { insights, url, said, errors } = await startTelling();
    for (let kind = 0; kind < 100; kind++) insights.mishaps.tell(`part ${kind}`, new Error());
    expect(said).toHaveLength(21);
    expect(await errors()).toMatchObject({ count: 100 });
    await stillKeeps(url);
  });
});

it('a live stream whose page leaves in the middle of an event ends alone', async () => {
  const { url, send, said } = await startTelling();
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: 4 }, () => connect(Number(port), hostname));
  for (const socket of sockets) {
    socket.on('error', () => {});
    socket.write('GET /api/live HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    await once(socket, 'data');
  }
  const sending = Array.from({ length: 20 }, () => send(invocation()));
  for (const socket of sockets) socket.resetAndDestroy();
  await Promise.all(sending);
  await stillKeeps(url);
  expect(said).toEqual([]);
});
