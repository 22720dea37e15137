import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hangMs } from '../../../test/time/hangMs.ts';
import { until } from '../../../test/time/until.ts';
import { noBrowser } from '../browser/browse.ts';
import { start } from '../running.ts';
import { buildDotnet, noDotnet, runDotnet } from './dotnet.ts';
import { launch } from './launch.ts';
import { startModel } from './model.ts';
import { run } from './run.ts';
import { type Sender, type SenderName, senders } from './senders.ts';
import { rowsOf, verify } from './verify.ts';
import { visit } from './web.ts';

const root = join(import.meta.dirname, '../../..');
const all = Object.entries<Sender>(senders) as [SenderName, Sender][];
const scripts = all.flatMap(([name, { script, env }]) =>
  script === undefined ? [] : [{ name, script, env }],
);
const programs = all.flatMap(([name, { dotnet }]) =>
  dotnet === undefined ? [] : [{ name, dotnet }],
);
const pages = all.flatMap(([name, { web }]) => (web === undefined ? [] : [{ name, web }]));

describe.skipIf(!inject('senders'))('telemetry SDKs as they are', async () => {
  const model = await startModel();
  afterAll(model.stop);

  it.each(scripts)('$name', async ({ name, script, env }) => {
    const { url } = await start();
    await run(script, url, model.url, env);
    await verify(name, url);
  });

  describe.skipIf(noDotnet)(`for .NET${noDotnet}`, () => {
    let folder: string;
    let program: string | undefined;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'callspan-senders-'));
      program = await buildDotnet(folder);
    }, hangMs(400_000));
    afterAll(() => rm(folder, { recursive: true }));

    it.for(programs)('$name', async ({ name, dotnet }, { skip }) => {
      if (program === undefined) return skip('its packages cannot be had here');
      const { url } = await start();
      await runDotnet(program, dotnet, url);
      await verify(name, url);
    });
  });

  it.skipIf(noBrowser).each(pages)(`$name in a browser${noBrowser}`, async ({ name, web }) => {
    const { url } = await start();
    const browser = await launch();
    const visiting = visit(web, url, browser, () =>
      until(
        'the timings of the page',
        () => rowsOf(url),
        ({ browserTimings, customMetrics }) => Boolean(browserTimings && customMetrics),
      ),
    );
    await visiting.finally(() => browser.close());
    await verify(name, url);
  });

  // `npm run check` leaves these scripts out: their packages are installed only for these tests.
  it('their scripts have no error of types', async () => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const checking = promisify(execFile)(process.execPath, [tsc, '-p', 'insights/test/senders'], {
      cwd: root,
    });
    const problems = await checking.then(
      () => '',
      ({ stdout }) => stdout,
    );
    expect(problems).toBe('');
  });
});
