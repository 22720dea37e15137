import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { askByHttp } from '../../../local/ask/askHttp.ts';
import { chooseKey } from '../../../local/ask/chooseKey.ts';
import { createKey } from '../../../local/keys/createKey.ts';
import { readReadyFile } from '../../../local/stack/readyFile.ts';
import { sha256 } from '../../../src/values/sha256.ts';
import { campingRequest } from '../../e2e/startApp.ts';
import { until } from '../../time/until.ts';
import { runStart } from '../runStart.ts';

const key = createKey();
const CALLERS = JSON.stringify({ local: { keys: [sha256(key)] } });
const bannerOf = (run: { output(): string }) =>
  until(
    'the banner',
    async () => run.output(),
    (text) => text.includes('Ctrl-C'),
  );

describe('npm start with callers', () => {
  it('gives the key of its own caller to who finds it by the ready file, and shows none', async () => {
    const run = await runStart(['--app-port', '0'], { CALLERS });
    await run.ready();
    const banner = await bannerOf(run);
    expect(banner).toMatch(/^callers {2}1 has keys {3}every route but health asks for one; ask, /m);
    expect(banner).toContain(
      process.platform === 'win32'
        ? '-H "Authorization: Bearer %CALLSPAN_API_KEY%"'
        : '-H "Authorization: Bearer $CALLSPAN_API_KEY"',
    );
    expect(banner).not.toContain('csk_');
    const ready = await readReadyFile(run.readyFile);
    const url = `${ready?.app}`;
    if (process.platform !== 'win32') expect((await stat(run.readyFile)).mode & 0o777).toBe(0o600);
    const apiKey = chooseKey(url, {}, ready);
    expect(apiKey).toMatch(/^csk_\w{43}$/);
    expect(await askByHttp({ url, apiKey }, campingRequest, () => {})).toMatchObject({
      failed: false,
    });
    expect(await askByHttp({ url }, campingRequest, () => {})).toMatchObject({
      code: 'invalid_api_key',
    });
    // Its name is not the user's own.
    const rows = await until(
      'the row of the call',
      async () => (await fetch(`${ready?.insights}/api/tables/dependencies?limit=100`)).text(),
      (text) => text.includes('generate_completion'),
    );
    expect(rows).toContain('"app.caller":"local-2"');
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    await expect(stat(run.readyFile)).rejects.toThrow('ENOENT');
  });

  it('calls the app as whoever CALLSPAN_API_KEY is, and writes that key nowhere', async () => {
    const run = await runStart(['--app-port', '0'], { CALLERS, CALLSPAN_API_KEY: key });
    await run.ready();
    expect(await bannerOf(run)).toMatch(/^callers {2}1 has keys {3}.* from CALLSPAN_API_KEY$/m);
    const ready = await readReadyFile(run.readyFile);
    expect(ready).not.toHaveProperty('apiKey');
    const tried = await fetch(`${ready?.insights}/api/try`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ by: 'http', request: campingRequest }),
    });
    expect(tried.status).toBe(200);
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
  });

  it('npm run services has no key of its own, and says whose the commands need', async () => {
    const run = await runStart(['--services'], { CALLERS });
    await run.ready();
    const banner = await until(
      'the banner',
      async () => run.output(),
      (text) => text.includes('func start'),
    );
    expect(banner).toContain('ask and verify need the key of one in CALLSPAN_API_KEY');
    expect(await readReadyFile(run.readyFile)).not.toHaveProperty('apiKey');
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
  });
});

describe('the key of a stack', () => {
  const running = { app: 'http://127.0.0.1:7071', apiKey: 'csk_own' };
  it.each<[string, NodeJS.ProcessEnv, string | undefined]>([
    ['http://127.0.0.1:7071', {}, 'csk_own'],
    ['http://127.0.0.1:7072', {}, undefined],
    ['https://app.example', {}, undefined],
    ['https://app.example', { CALLSPAN_API_KEY: 'csk_other' }, 'csk_other'],
    ['http://127.0.0.1:7071', { CALLSPAN_API_KEY: 'csk_other' }, 'csk_other'],
  ])('%s with %j is sent %s', (url, env, sent) => {
    expect(chooseKey(url, env, running)).toBe(sent);
  });
});
