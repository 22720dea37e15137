import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { LogLine } from '../../local/host/messages.ts';
import { startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { until } from '../time/until.ts';

it('a fault where no span would tell of it is one line: its class and code, no foreign text', async () => {
  const appDir = await mkdtemp(join(tmpdir(), 'callspan-bug-'));
  await cp(join(root, 'dist/app'), appDir, { recursive: true });
  await rm(join(appDir, 'openapi.json'));
  const lines: LogLine[] = [];
  const settings = {
    ...readSample(root),
    AzureWebJobsStorage: '',
    APPLICATIONINSIGHTS_CONNECTION_STRING: '',
  };
  const onLog = (line: LogLine) => lines.push(line);
  const host = await startHost({ appDir, port: 0, settings, onLog });
  const response = await fetch(`${host.url}/api/v1/openapi.json`);
  expect([response.status, await response.json()]).toMatchObject([
    500,
    { error: { code: 'internal_error' } },
  ]);
  const said = () => lines.filter(({ message }) => message.includes('internal_error'));
  await until('the line', said, (found) => found.length > 0);
  expect(said()).toMatchObject([
    {
      level: 'error',
      category: 'user',
      functionName: 'openapi',
      message: expect.stringMatching(/^internal_error: Error ENOENT/),
    },
  ]);
  expect(said()[0]?.message).not.toContain(appDir);
  await host.stop();
  await rm(appDir, { recursive: true });
});
