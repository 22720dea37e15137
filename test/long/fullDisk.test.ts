import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask, checkOf, startServices } from '../local/running.ts';
import { runStart } from '../local/runStart.ts';
import { until } from '../time/until.ts';

/** Whether this user may mount a small disk of its own, as root on Linux may. */
const mayMount =
  process.platform === 'linux' &&
  spawnSync('mount', ['--version']).status === 0 &&
  process.getuid?.() === 0;
if (!mayMount)
  console.log('No small disk can be mounted here: the tests of a full disk are skipped.');

/** A disk of 4 MiB. */
async function mountDisk(): Promise<string> {
  const disk = await mkdtemp(join(tmpdir(), 'callspan-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
  onTestFinished(async () => {
    execFileSync('umount', ['-l', disk]);
    await rm(disk, { recursive: true });
  });
  return disk;
}

const filling = (disk: string) => join(disk, 'filling');
async function fill(disk: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await writeFile(filling(disk), Buffer.alloc(bavail * bsize));
}

describe.skipIf(!mayMount)('a full disk', () => {
  const large = { messages: [{ role: 'user', content: 'x'.repeat(20_000) }] };
  const finished = (app: string | undefined, id: string) =>
    until(
      `job ${id}`,
      async () => (await fetch(`${app}/api/v1/jobs/${id}`)).json() as Promise<{ status: string }>,
      ({ status }) => status === 'succeeded',
    );

  it('is one line and a finding; calls are answered, jobs end, and what they wrote is kept once there is room', async () => {
    const disk = await mountDisk();
    const run = await runStart(['--app-port', '0', '--data', join(disk, 'data')]);
    const { app, insights } = await run.ready();
    expect((await ask(app)).status).toBe(200);
    await fill(disk);
    const jobs: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      const accepted = await ask(app, 'jobs', large);
      expect(accepted.status).toBe(202);
      jobs.push(((await accepted.json()) as { id: string }).id);
    }
    for (const id of jobs) await finished(app, id);
    expect((await ask(app)).status).toBe(200);
    const check = await until(
      'the finding',
      async () => (await checkOf(insights)) ?? {},
      (found) => JSON.stringify(found).includes('disk of the storage is full'),
    );
    expect(check).toMatchObject({ state: 'fail' });
    expect(run.output().match(/disk of the storage is full/g)).toHaveLength(1);

    await rm(filling(disk));
    const kept = await ask(app, 'jobs', large);
    await finished(app, ((await kept.json()) as { id: string }).id);
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    const next = await runStart(['--app-port', '0', '--data', join(disk, 'data')]);
    const again = await next.ready();
    for (const id of jobs) await finished(again.app, id);
  });

  it('at the start is one line, and a run that keeps nothing', async () => {
    const disk = await mountDisk();
    await fill(disk);
    const { stack, lines } = await startServices(join(disk, 'data'));
    expect(lines).toEqual([
      `The disk of ${join(disk, 'data')} is full: nothing of this run is kept.`,
    ]);
    expect(await checkOf(stack.insights)).toMatchObject({ state: 'fail', count: 1 });
  });
});
