import { chmodSync, lstatSync, readdirSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/values/sha256.ts';
import { makeProject } from './makeProject.ts';

const aKey = /^csk_[0-9A-Za-z]{43}$/;
const hasModes = process.platform !== 'win32';
const shown =
  'The line above is its key: it is shown this once, as only its hash is kept. The client takes it as apiKey,\n' +
  'and as baseURL http://127.0.0.1:7071/api/v1\n';
const next = 'Restart `npm start` (or `func start`): it reads them at its start.';

describe('npm run callers', () => {
  it('add prints the key alone, once, and keeps only its hash, in a file made from the sample', async () => {
    const project = makeProject();
    const { code, out, errors } = await project.run(['add', 'mobile', '--usd-per-day', '1']);
    expect([code, out]).toEqual([0, expect.stringMatching(aKey)]);
    expect(errors).toBe(
      `mobile is added to local.settings.json.\n${shown}From the first caller on, every route but health asks for the key of one.\n${next}`,
    );
    expect(project.callers()).toEqual({ mobile: { keys: [sha256(out)], usdPerDay: 1 } });
    expect(project.text()).not.toContain(out);
    if (hasModes) expect(statSync(project.file).mode & 0o777).toBe(0o600);
    const sample = makeProject();
    await sample.run(['add', 'other']);
    const { CALLERS: _, ...others } = project.values();
    const { CALLERS: __, ...same } = sample.values();
    expect(others).toEqual(same);
  });

  it('moves a caller from key to key without an outage, and says how', async () => {
    const project = makeProject();
    const first = (await project.run(['add', 'mobile'])).out;
    const rotated = await project.run(['rotate', 'mobile']);
    const second = rotated.out;
    expect(rotated.errors).toBe(
      `mobile has one key more in local.settings.json.\n${shown}The older keys go on working. Once no client uses them: npm run -s callers -- rotate mobile --drop-old\n${next}`,
    );
    expect(project.callers().mobile?.keys).toEqual([first, second].map(sha256));
    const dropped = await project.run(['rotate', 'mobile', '--drop-old']);
    expect([dropped.code, dropped.out]).toEqual([0, '']);
    expect(dropped.errors).toBe(`mobile has its newest key alone in local.settings.json.\n${next}`);
    expect(project.callers().mobile?.keys).toEqual([sha256(second)]);
    expect((await project.run(['rotate', 'mobile', '--drop-old'])).errors).toBe(
      'mobile has no older key.',
    );
  });

  it('lists callers with their limits, and nothing of their keys', async () => {
    const project = makeProject();
    await project.run(['add', 'mobile', '--usd-per-day', '1.5', '--requests-per-minute', '60']);
    await project.run([
      'add',
      'batch',
      '--models',
      'gpt-4o, gpt-4o-mini',
      '--tokens-per-day=2000000',
    ]);
    await project.run(['rotate', 'mobile']);
    await project.run(['disable', 'batch']);
    const { code, out, errors } = await project.run(['list']);
    expect([code, errors]).toEqual([0, '']);
    expect(out).toBe(
      [
        'caller  state     keys  requests/min  tokens/min  tokens/day  US$/day  models',
        'mobile  enabled      2            60           –           –      1.5  all',
        'batch   disabled     1             –           –   2,000,000        –  gpt-4o, gpt-4o-mini',
      ].join('\n'),
    );
  });

  it('limit changes some limits and lifts others; disable and enable, remove', async () => {
    const project = makeProject();
    await project.run(['add', 'mobile', '--usd-per-day', '1', '--tokens-per-minute', '1000']);
    const { keys } = project.callers().mobile ?? {};
    const limited = ['limit', 'mobile', '--usd-per-day', 'none', '--requests-per-minute', '5'];
    expect((await project.run(limited)).code).toBe(0);
    expect(project.callers()).toEqual({
      mobile: { keys, tokensPerMinute: 1000, requestsPerMinute: 5 },
    });
    await project.run(['disable', 'mobile']);
    expect(project.callers().mobile?.disabled).toBe(true);
    await project.run(['enable', 'mobile']);
    expect(project.callers().mobile).not.toHaveProperty('disabled');
    expect((await project.run(['remove', 'mobile'])).errors).toBe(
      `mobile is removed from local.settings.json.\nNo caller is left. No key is asked on this machine then.\n${next}`,
    );
    expect(project.values().CALLERS).toBe('');
  });

  it('keeps all else of the file: order, values, form, mode, and where a link leads', async () => {
    const project = makeProject();
    const before =
      '\uFEFF{\r\n\t"Host": { "CORS": "*" },\r\n\t"IsEncrypted": false,\r\n\t"Values": {\r\n\t\t"B": "1",\r\n\t\t"CALLERS": "",\r\n\t\t"A": "\\u00e9 $x",\r\n\t\t"AZURE_AI_INFERENCE_ENDPOINT": "http://127.0.0.1:7073/v1"\r\n\t}\r\n}\r\n';
    project.write(before);
    if (hasModes) {
      renameSync(project.file, join(project.folder, 'kept.json'));
      symlinkSync(join(project.folder, 'kept.json'), project.file);
      chmodSync(project.file, 0o640);
    }
    expect((await project.run(['add', 'mobile'])).code).toBe(0);
    const written = project.text().replace(/"CALLERS": ".*"/, '"CALLERS": ""');
    expect(written).toBe(
      before.replace('{ "CORS": "*" }', '{\r\n\t\t"CORS": "*"\r\n\t}').replace('\\u00e9', 'é'),
    );
    expect(readdirSync(project.folder).filter((name) => /settings\.json|kept/.test(name))).toEqual(
      hasModes ? ['kept.json', 'local.settings.json'] : ['local.settings.json'],
    );
    if (hasModes) {
      expect(lstatSync(project.file).isSymbolicLink()).toBe(true);
      expect(statSync(project.file).mode & 0o777).toBe(0o640);
    }
  });

  it('says that CALLERS of the shell goes before the file', async () => {
    const project = makeProject();
    const { code, errors } = await project.run(['list'], { CALLERS: '{}' });
    expect([code, errors]).toEqual([
      0,
      'There is no caller in local.settings.json. No key is asked on this machine then.\nCALLERS is set in this shell too, and goes before local.settings.json.',
    ]);
  });

  it.each<[string, string[], RegExp]>([
    ['a name that is taken', ['add', 'mobile'], /^There is a caller mobile: /],
    ['a wrong name', ['add', 'Mobile'], /^The name of a caller must be 1 to 64 of a-z, 0-9/],
    ['no such caller', ['rotate', 'web'], /^There is no caller web; there are mobile\.$/],
    [
      'a limit that is no limit',
      ['add', 'web', '--tokens-per-day', '0'],
      /^CALLERS web: tokensPerDay must be/,
    ],
    [
      'a half request',
      ['add', 'web', '--requests-per-minute', '1.5'],
      /requestsPerMinute must be a whole/,
    ],
  ])('%s is one line and 1, and changes nothing', async (_, args, words) => {
    const project = makeProject();
    await project.run(['add', 'mobile']);
    const before = project.text();
    const { code, out, errors } = await project.run(args);
    expect([code, out, errors]).toEqual([1, '', expect.stringMatching(words)]);
    expect(errors.split('\n')).toHaveLength(1);
    expect(project.text()).toBe(before);
  });

  it('dollars for a model without a price are refused, with the settings to mend', async () => {
    const project = makeProject();
    const env = { MODEL_PRICES: '{"gpt-4o":{"input":1,"output":2}}' };
    const { code, errors } = await project.run(['add', 'mobile', '--usd-per-day', '1'], env);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^CALLERS mobile: usdPerDay needs a price in MODEL_PRICES for each model of AZURE_OPENAI_FALLBACK_DEPLOYMENTS, /,
    );
    expect(project.exists()).toBe(false);
  });

  it('there are at most 200 callers, and 64 KiB of them', async () => {
    const project = makeProject();
    const entry = (at: number, keys = 1) => [
      `caller-${at}`,
      { keys: Array.from({ length: keys }, (_, key) => sha256(`${at} ${key}`)) },
    ];
    const fill = (count: number, keys?: number) => {
      const all = Object.fromEntries(Array.from({ length: count }, (_, at) => entry(at, keys)));
      project.write(
        JSON.stringify({ Values: { ...JSON.parse(sample).Values, CALLERS: JSON.stringify(all) } }),
      );
    };
    await project.run(['add', 'x']);
    const sample = project.text();
    fill(199);
    expect((await project.run(['add', 'x'])).code).toBe(0);
    expect((await project.run(['add', 'y'])).errors).toBe('CALLERS has more than 200 callers');
    fill(48, 20);
    const { length } = project.values().CALLERS ?? '';
    const models = 'm'.repeat(65_536 - length - 120);
    expect(await project.run(['add', 'x', '--models', models])).toMatchObject({ code: 0 });
    expect((await project.run(['add', 'y'])).errors).toBe('CALLERS must be at most 65536 bytes');
  });

  it.each([
    [
      '{\n "Values": {\n  "KEY": "canary"\n  "B": 1 } }',
      /^local\.settings\.json is not valid JSON \(line 4\)\.$/,
    ],
    ['{"IsEncrypted": true, "Values": {}}', /func settings decrypt/],
    ['{"Values": {"CALLERS": "{\\"canary"}}', /^CALLERS must be a JSON object/],
    ['{"Values": {"CALLERS": "@Microsoft.KeyVault(canary)"}}', /^CALLERS is a Key Vault reference/],
  ])('a file that cannot be read stays as it is: %j', async (content, words) => {
    const project = makeProject();
    project.write(content);
    const { code, out, errors } = await project.run(['add', 'mobile']);
    expect([code, out, errors]).toEqual([1, '', expect.stringMatching(words)]);
    expect(errors).not.toContain('canary');
    expect(project.text()).toBe(content);
  });

  it.each([
    [[], /^Say what to do\.\n/],
    [['add'], /^add takes one name\.\n/],
    [['add', 'a', 'b'], /^add takes one name\.\n/],
    [['list', 'a'], /^list takes nothing else\.\n/],
    [['limit', 'a'], /^limit takes at least one limit\.\n/],
    [['rotate', 'a', '--usd-per-day', '1'], /^rotate takes no limits\.\n/],
    [['add', 'a', '--drop-old'], /^--drop-old belongs to rotate\.\n/],
    [
      ['add', 'a', '--usd-per-day', 'much'],
      /^--usd-per-day must be a number, such as 60, or none\.\n/,
    ],
    [['forget', 'a'], /^There is no such action: forget\.\n/],
    [['add', 'a', '--colour'], /colour/],
  ])('%j is wrong use: what is wrong, the usage, and 2', async (args, problem) => {
    const project = makeProject();
    const { code, out, errors } = await project.run(args);
    expect([code, out, errors]).toEqual([2, '', expect.stringMatching(problem)]);
    expect(errors).toContain('npm run -s callers -- add NAME');
    expect(project.exists()).toBe(false);
  });
});
