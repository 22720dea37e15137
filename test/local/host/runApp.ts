import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { LogLine } from '../../../local/host/messages.ts';
import { type Host, type HostOptions, startHost } from '../../../local/host/startHost.ts';

const library = createRequire(import.meta.url).resolve('@azure/functions');
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Runs a function app of a few lines in the built-in host; `app` is the library's, as the source sees it. */
export async function runApp(
  source: string,
  options: Partial<HostOptions> & { queues?: object; functionTimeout?: string } = {},
): Promise<{ host: Host; url: string; logs: LogLine[]; exits: string[] }> {
  const { queues = {}, functionTimeout = '00:05:00', ...rest } = options;
  const appDir = await mkdtemp(join(tmpdir(), 'callspan-app-'));
  ends.push(() => rm(appDir, { recursive: true, force: true }));
  await writeFile(join(appDir, 'package.json'), '{"main":"main.js"}');
  const hostJson = { version: '2.0', functionTimeout, extensions: { queues } };
  await writeFile(join(appDir, 'host.json'), JSON.stringify(hostJson));
  await writeFile(
    join(appDir, 'main.js'),
    `const { app } = require(${JSON.stringify(library)});\n${source}`,
  );
  const logs: LogLine[] = [];
  const exits: string[] = [];
  const host = await startHost({
    appDir,
    port: 0,
    settings: {},
    onLog: (line) => logs.push(line),
    onExit: (reason) => exits.push(reason),
    ...rest,
  });
  ends.push(() => host.stop());
  return { host, url: host.url, logs, exits };
}
