import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { listRegistered } from '../../local/verify/countFunctions.ts';
import { createPackage } from '../../scripts/package.ts';
import { modelAnswer, startScriptedModel } from './scriptedModel.ts';
import { bodyOf, campingRequest } from './startApp.ts';

describe('the deployment package', async () => {
  const model = await startScriptedModel();
  let zip: Uint8Array;
  let folder: string;
  let host: Host;
  beforeAll(async () => {
    zip = await createPackage();
    folder = await mkdtemp(join(tmpdir(), 'callspan-package-'));
    for (const [name, content] of Object.entries(unzipSync(zip))) {
      await writeFile(join(folder, name), content);
    }
    host = await startHost({
      appDir: folder,
      port: 0,
      settings: {
        ...readSample(root),
        AZURE_AI_INFERENCE_ENDPOINT: model.url,
        AzureWebJobsStorage: '',
        APPLICATIONINSIGHTS_CONNECTION_STRING: '',
      },
    });
  });
  afterAll(async () => {
    await host?.stop();
    model.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('holds what lies in dist/app at its root, and nothing else', async () => {
    const names = (await readdir(join(root, 'dist/app'))).sort();
    const unpacked = unzipSync(zip);
    expect(Object.keys(unpacked)).toEqual(names);
    expect(names).toEqual(expect.arrayContaining(['host.json', 'main.js', 'package.json']));
    for (const name of names) {
      const built = await readFile(join(root, 'dist/app', name));
      expect(built.equals(unpacked[name] ?? new Uint8Array())).toBe(true);
    }
  });

  it('has no time of its own in it, so that the same build is the same package', () => {
    const [time, date] = new Uint16Array(zip.slice(10, 14).buffer);
    expect([time, date]).toEqual([0, 1 + (1 << 5)]); // 1980-01-01 00:00
  });

  it('is refused when it is too large', async () => {
    await expect(createPackage(1_000)).rejects.toThrow(
      /^The package is \d+ KB, and 1\.0 KB is the limit\.$/,
    );
  });

  it('starts from a folder outside the repository, without packages beside it', async () => {
    expect(folder.startsWith(root)).toBe(false);
    expect(await readdir(folder)).not.toContain('node_modules');
    const response = await fetch(`${host.url}/admin/functions`);
    const list = (await response.json()) as { name: string }[];
    expect(list.map(({ name }) => name).sort()).toEqual(listRegistered());
  });

  it('answers a question there', async () => {
    const response = await fetch(`${host.url}/api/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(campingRequest),
    });
    expect(response.status).toBe(200);
    const { choices } = await bodyOf(response);
    expect(choices[0]?.message).toMatchObject(modelAnswer.choices[0]?.message ?? {});
  });
});
