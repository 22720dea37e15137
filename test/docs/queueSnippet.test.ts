import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openStorage, readResult } from '../../local/ask/askQueue.ts';
import { root } from '../../local/stack/root.ts';
import { runStart } from '../local/runStart.ts';
import { until } from '../time/until.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** Takes a connection to the standard port of the queue to the port that this test's storage has. */
const toPort = (port: string) => `data:text/javascript,
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
const { request } = http;
http.request = (to, ...rest) => request({ ...to, port: String(to.port) === '10001' ? ${port} : to.port }, ...rest);
syncBuiltinESMExports();`;

it("README's message on the queue, pasted into a shell beside npm start, has its result", async () => {
  const [, snippet = ''] = /^```ts\n(import \{ QueueClient .*?)^```$/ms.exec(readme) ?? [];
  const { ready } = await runStart(['--app-port', '0']);
  const { storage = '' } = await ready();
  const port = /QueueEndpoint=http:\/\/127\.0\.0\.1:(\d+)/.exec(storage)?.[1] ?? '';
  const { AzureWebJobsStorage: _, ...env } = process.env;
  await promisify(execFile)(
    process.execPath,
    ['--import', toPort(port).replaceAll('\n', ''), '--input-type=module', '-e', snippet],
    { cwd: root, env },
  );
  const result = await until(
    'the result of the job',
    () => readResult(openStorage(storage), 'trip-8'),
    (found) => found !== undefined,
  );
  expect(result).toMatchObject({ failed: false, text: expect.stringMatching(/\w/) });
});
