import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../test/time/until.ts';
import type { Check, Health } from '../api.ts';
import { envelope, invocation } from './envelopes.ts';
import { start } from './running.ts';
import { stillKeeps } from './stillKeeps.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callspan-keeping-'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** A receiver with a file, and the lines that it said. */
async function startWithFile() {
  const said: string[] = [];
  const file = join(folder, 'insights.db');
  const receiver = await start({ file, say: (line) => said.push(line) });
  const check = async (name: string): Promise<Check | undefined> => {
    const { checks } = await receiver.get<Health>('/api/health');
    return checks.find((each) => each.name === name);
  };
  const items = Array.from({ length: 200 }, () =>
    envelope('MessageData', { message: 'x'.repeat(1_000) }, { 'ai.operation.id': 'many' }),
  );
  /** Sends until the receiver has said so many lines; each request is answered. */
  const sendUntilSaid = (lines: number) =>
    until(
      `line ${lines} of the receiver`,
      async () => {
        expect((await receiver.send(items)).status).toBe(200);
        return said.length;
      },
      (count) => count >= lines,
    );
  return { ...receiver, file, said, check, sendUntilSaid };
}

describe('telemetry is not kept, which is said once, and the receiver goes on, when', () => {
  it('the disk is full; it is kept again when there is room', async () => {
    const { insights, url, said, check, sendUntilSaid } = await startWithFile();
    const { database } = insights.store;
    const pages = database.prepare('PRAGMA page_count').get()?.page_count;
    database.exec(`PRAGMA max_page_count = ${pages}`);
    await sendUntilSaid(1);
    for (let times = 0; times < 3; times++) await sendUntilSaid(1);
    expect(said).toEqual(['Telemetry is not kept: the disk is full. All else goes on.']);
    expect(await check('Telemetry kept')).toMatchObject({ state: 'fail' });
    expect((await check('Telemetry kept'))?.count).toBeGreaterThanOrEqual(200);

    database.exec('PRAGMA max_page_count = 1000000');
    await sendUntilSaid(2);
    expect(said[1]).toMatch(/^Telemetry is kept again; \d+ rows were lost\.$/);
    expect(await check('Telemetry kept')).toMatchObject({ state: 'warn' });
    await stillKeeps(url);
  });

  it('another process has locked the database', async () => {
    const { file, url, said, check, sendUntilSaid } = await startWithFile();
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await sendUntilSaid(1);
    expect(said).toEqual([
      'Telemetry is not kept: another process has locked it. All else goes on.',
    ]);
    expect(await check('Telemetry kept')).toMatchObject({ state: 'fail' });
    const cleared = await fetch(`${url}/api/items`, { method: 'DELETE' });
    expect(cleared.status).toBe(503);
    const imported = await fetch(`${url}/api/import`, {
      method: 'POST',
      body: '{"itemType":"traces","timestamp":"2026-11-24T12:00:00Z","operation_Id":"a","operation_ParentId":"","customDimensions":{},"customMeasurements":{}}',
    });
    expect(imported.status).toBe(503);
    other.exec('ROLLBACK');
    other.close();
    await sendUntilSaid(2);
    await stillKeeps(url);
  });

  it.skipIf(process.platform === 'win32')('its file is removed: what comes is shown', async () => {
    const { file, url, said, check, sendUntilSaid } = await startWithFile();
    await Promise.all(['', '-wal', '-shm'].map((end) => rm(`${file}${end}`)));
    await sendUntilSaid(1);
    await stillKeeps(url);
    expect(said).toEqual([
      'Telemetry is not kept: the file of its database was removed. What comes is shown until this ends.',
    ]);
    expect(await check('Telemetry kept')).toMatchObject({ state: 'fail' });
  });

  it('its file is cut to nothing; reads say so, and pages still come', async () => {
    const { file, url, said, check, sendUntilSaid } = await startWithFile();
    await sendUntilSaid(0);
    const other = new DatabaseSync(file);
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
    await truncate(file, 4_096);
    await sendUntilSaid(1);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^Telemetry is not kept: .*\. All else goes on\.$/);
    expect(await check('Telemetry kept')).toMatchObject({ state: 'fail' });
    for (const path of ['/api/operations', '/api/export', '/api/info', '/api/summary']) {
      const answer = await fetch(`${url}${path}`);
      expect([200, 503]).toContain(answer.status);
      expect(await answer.text()).not.toContain(folder);
    }
    expect((await fetch(`${url}/calls`)).status).toBe(200);
  });
});

describe('what cannot be opened is replaced by memory, which is said, when the file', () => {
  it.each<[string, () => Promise<void>]>([
    ['is no database', () => writeFile(join(folder, 'insights.db'), 'x'.repeat(100_000))],
    ['is a folder', () => mkdir(join(folder, 'insights.db')).then(() => {})],
    ['is in a folder that is not there', () => rm(folder, { recursive: true })],
  ])('%s', async (_name, prepare) => {
    await prepare();
    const { url, said, check } = await startWithFile();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(
      /^Telemetry is not kept: its file .*\. What comes is shown until this ends\.$/,
    );
    expect(await check('Telemetry kept')).toMatchObject({ state: 'fail' });
    await stillKeeps(url);
  });
});

describe('the store', () => {
  it('keeps the last twenty starts of the app, however often it is started', async () => {
    const { insights, url } = await startWithFile();
    const app = {
      url: 'http://127.0.0.1:1',
      invocations: nobody,
      recordsContent: true,
      embeddedModel: true,
    };
    for (let times = 0; times < 30; times++) insights.appStarted(app);
    const notes = insights.store.database.prepare('SELECT count(*) AS n FROM notes').get();
    expect(notes?.n).toBe(20);
    await stillKeeps(url);
  });

  it('undoes all of a batch that the disk cuts short, so that no half of a call is listed', async () => {
    const { insights, url, send, get, sendUntilSaid } = await startWithFile();
    await send(invocation({ session: 'before' }));
    await get('/api/operations');
    const { database } = insights.store;
    const pages = database.prepare('PRAGMA page_count').get()?.page_count;
    database.exec(`PRAGMA max_page_count = ${pages}`);
    await send(Array.from({ length: 300 }, () => invocation({ session: 'cut short' })).flat());
    await sendUntilSaid(1);
    database.exec('PRAGMA max_page_count = 1000000');
    const tables = ['items', 'invocations', 'summaries'].map((table) =>
      Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n),
    );
    expect(tables).toEqual([4, 1, 1]);
    await sendUntilSaid(2);
    await stillKeeps(url);
  });
});

const nobody = { running: () => [], ended: () => [] };
