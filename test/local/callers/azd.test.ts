import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../local/stack/root.ts';
import { sha256 } from '../../../src/values/sha256.ts';
import { throughFile } from '../../infra/azd/dotenv.ts';
import { resolveParameters } from '../../infra/azd/parameters.ts';
import { fakeAzd } from './fakeAzd.ts';
import { makeProject } from './makeProject.ts';

const next = 'Run `azd provision`: it sets them in the app, which then starts again.';

describe('npm run callers -- --azd', () => {
  it('keeps callers in the azd environment, by a private file that is gone afterwards', async () => {
    const azd = fakeAzd({ SERVICE_API_URL: 'https://func-1.azurewebsites.net' });
    const project = makeProject();
    const add = ['add', 'mobile', '--usd-per-day', '1', '--azd'];
    const { code, out, errors } = await project.run(add, {}, azd.command);
    expect(code).toBe(0);
    expect(errors).toContain('mobile is added to the azd environment.\n');
    expect(errors).toContain('\nand as baseURL https://func-1.azurewebsites.net/api/v1\n');
    expect(errors.endsWith(next)).toBe(true);
    const stored = JSON.parse(azd.values().CALLERS ?? '');
    expect(stored).toEqual({ mobile: { keys: [sha256(out)], usdPerDay: 1 } });
    const [, set] = azd.calls();
    expect(set?.args.slice(0, 3)).toEqual(['env', 'set', '--file']);
    expect(JSON.stringify(azd.calls())).not.toMatch(/mobile|csk_|[0-9a-f]{64}/);
    if (process.platform !== 'win32') expect(set?.mode).toBe(0o600);
    expect(existsSync(`${set?.args[3]}`)).toBe(false);
    expect(project.exists()).toBe(false);
  });

  it('what it keeps is what the template gets, whatever the names of models are', async () => {
    const azd = fakeAzd();
    const project = makeProject();
    const models = `a'b,c"d,$e,\`f,\\g,!h`;
    await project.run(['add', 'mobile', '--azd', '--models', models], {}, azd.command);
    expect(await project.run(['rotate', 'mobile', '--azd'], {}, azd.command)).toMatchObject({
      code: 0,
    });
    const CALLERS = throughFile(azd.values().CALLERS ?? '');
    const { callers } = resolveParameters({ CALLERS }) as {
      callers: Record<string, { models: string[]; keys: string[] }>;
    };
    expect(callers.mobile?.models).toEqual(models.split(','));
    expect(callers.mobile?.keys).toHaveLength(2);
  });

  it('without the last caller the template gets none', async () => {
    const azd = fakeAzd();
    const project = makeProject();
    await project.run(['add', 'mobile', '--azd'], {}, azd.command);
    const { errors } = await project.run(['remove', 'mobile', '--azd'], {}, azd.command);
    expect(errors).toContain('No caller is left. The app asks for its function key then.');
    expect(resolveParameters({ CALLERS: azd.values().CALLERS ?? '' })).toEqual({ callers: {} });
    expect((await project.run(['list', '--azd'], {}, azd.command)).errors).toMatch(
      /^There is no caller in the azd environment\./,
    );
  });

  it('dollars need prices there: those of the environment, else those of the template', async () => {
    const add = ['add', 'mobile', '--usd-per-day', '1', '--azd'];
    const other = fakeAzd({ MODEL: 'our-gpt' });
    const refused = await makeProject().run(add, {}, other.command);
    expect([refused.code, refused.errors]).toEqual([
      1,
      expect.stringMatching(
        /^CALLERS mobile: usdPerDay needs a price in MODEL_PRICES for each model of AZURE_OPENAI_DEPLOYMENT_NAME/,
      ),
    ]);
    expect(other.calls()).toHaveLength(1);
    const prices = { MODEL: 'our-gpt', MODEL_PRICES: '{"our-gpt":{"input":1,"output":2}}' };
    expect(await makeProject().run(add, {}, fakeAzd(prices).command)).toMatchObject({ code: 0 });
  });

  it.each([
    [['no-such-program'], /^azd cannot be run: install it, or leave out --azd /],
    [
      fakeAzd.bind(undefined, {}, 1),
      /^azd env get-values ended with 1: is an environment selected/,
    ],
  ])('what azd says when it fails stays with it', async (azd, words) => {
    const command = Array.isArray(azd) ? azd : azd().command;
    const { code, out, errors } = await makeProject().run(['list', '--azd'], {}, command);
    expect([code, out, errors]).toEqual([1, '', expect.stringMatching(words)]);
    expect(errors).not.toContain('canary');
  });

  it.skipIf(process.platform === 'win32')('the command itself finds azd on the PATH', async () => {
    const azd = fakeAzd();
    const run = (...args: string[]) =>
      new Promise<[number | null, string, string]>((resolve) => {
        const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
        const env = { ...process.env, PATH: `${azd.folder}${delimiter}${process.env.PATH}` };
        const script = [...flags, join(root, 'local/callers.ts'), ...args];
        const child = execFile(process.execPath, script, { env }, (_, out, errors) =>
          resolve([child.exitCode, out, errors]),
        );
      });
    const [code, out] = await run('add', 'mobile', '--azd');
    expect([code, out]).toEqual([0, expect.stringMatching(/^csk_\w{43}\n$/)]);
    expect(await run('forget', '--azd')).toEqual([
      2,
      '',
      expect.stringContaining('There is no such action: forget.\nnpm run -s callers -- add NAME'),
    ]);
  });
});
