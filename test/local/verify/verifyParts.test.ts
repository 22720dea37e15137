import { describe, expect, it } from 'vitest';
import { ofSession } from '../../../local/ask/askTrace.ts';
import { fromCode, fromStatus } from '../../../local/verify/askProblem.ts';
import { readAzdValues } from '../../../local/verify/azure/azdValues.ts';
import { toQuery } from '../../../local/verify/azure/logsQuery.ts';
import { createTarget } from '../../../local/verify/createTarget.ts';
import { Problem } from '../../../local/verify/problem.ts';
import { retry } from '../../../local/verify/retry.ts';
import { errorCodes, errorsWhere } from '../../../src/errors.ts';
import { bareRow } from './bareRow.ts';

describe('what waits for a role', () => {
  const limits = {
    patience: { none: 0, brief: 0, roles: 1e9, result: 0, telemetry: 0 },
    pauseMs: 1,
    progressMs: 0,
  };
  const failing = (...problems: unknown[]) => {
    let tries = 0;
    return async () => {
      const problem = problems[tries++];
      if (problem !== undefined) throw problem;
      return tries;
    };
  };
  const roles = new Problem('roles spread', 'wait', 'roles');

  it('tries again, and tells what it waits for', async () => {
    const told: string[] = [];
    const attempt = failing(roles, roles);
    expect(await retry(attempt, limits, ({ message }) => told.push(message))).toBe(3);
    expect(told).toEqual(['roles spread', 'roles spread']);
  });

  it('gives each kind of problem its own time', async () => {
    const patience = { ...limits.patience, roles: 30, brief: 30 };
    const brief = new Problem('the model is busy', 'wait', 'brief');
    const start = Date.now();
    const attempt = async () => {
      throw Date.now() - start < 25 ? roles : brief;
    };
    await expect(retry(attempt, { ...limits, patience }, () => {})).rejects.toBe(brief);
    expect(Date.now() - start).toBeGreaterThanOrEqual(50);
  });

  it('ends at once for what no waiting mends, and for what is no problem of ours without its words', async () => {
    const other = new Problem('no such model', 'check the name');
    await expect(retry(failing(roles, other), limits, () => {})).rejects.toBe(other);
    const foreign = failing(new RangeError('canary'));
    await expect(retry(foreign, limits, () => {})).rejects.toThrow(
      /^Something unforeseen happened \(RangeError\)\.$/,
    );
  });
});

describe('what a refusal means', () => {
  const waitedFor = Object.keys(errorCodes).filter((code) => fromCode(code).patience !== 'none');

  it('the errors that may pass are waited for, those of the request never', () => {
    expect(waitedFor).toEqual(errorsWhere(({ queue }) => queue !== 'failed'));
  });

  it('every code is named, and has something to do', () => {
    for (const code of Object.keys(errorCodes)) {
      const { message, remedy } = fromCode(code);
      expect(message).toContain(`(${code})`);
      expect(remedy).toMatch(/\.$/);
    }
  });

  it.each([
    [undefined, 'brief'],
    [200, 'none'],
    [302, 'none'],
    [401, 'brief'],
    [403, 'brief'],
    [404, 'brief'],
    [500, 'roles'],
    [503, 'roles'],
  ])('a platform that answers %s is given time: %s', (status, patience) => {
    expect(fromStatus(status).patience).toBe(patience);
  });
});

describe('the outputs of the deployment', () => {
  const outputs = {
    SERVICE_API_URL: 'https://func-1.azurewebsites.net',
    SERVICE_API_RESOURCE_ID: '/subscriptions/s/sites/func-1',
    AZURE_STORAGE_ACCOUNT_NAME: 'st1',
    APPLICATIONINSIGHTS_RESOURCE_ID: '/subscriptions/s/components/appi-1',
  };
  const printing = (text: string, code = 0) => [
    process.execPath,
    '-e',
    `console.error('canary'); console.log(${JSON.stringify(text)}); process.exitCode = ${code}`,
  ];
  const lines = (values: object) =>
    Object.entries(values)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join('\n');

  it('come from the environment of a hook, without running azd', async () => {
    expect(await readAzdValues(outputs, ['no-such-program'])).toEqual(outputs);
  });

  it.each([
    ['when the environment has none', {}],
    [
      'and all of them when it has some, which may be of another deployment',
      { SERVICE_API_URL: 'https://old' },
    ],
  ])('come from azd %s', async (_name, env) => {
    const printed = lines({ ...outputs, AZURE_TENANT_ID: 't', OTHER: 'a "quoted" \\ value' });
    expect(await readAzdValues(env, printing(printed))).toEqual({
      ...outputs,
      AZURE_TENANT_ID: 't',
    });
  });

  it.each([
    [['no-such-program'], /^azd cannot be run/],
    [printing('canary', 1), /^azd env get-values ended with 1/],
    [
      printing(`SERVICE_API_URL="canary"\ncanary`),
      /^The azd environment lacks SERVICE_API_RESOURCE_ID, AZURE_STORAGE_ACCOUNT_NAME, APPLICATIONINSIGHTS_RESOURCE_ID\.$/,
    ],
  ])('%j: what is wrong, by names alone', async (command, words) => {
    const problem = await readAzdValues({}, command).catch((thrown) => thrown);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem.message).toMatch(words);
    expect(problem.message + problem.remedy).not.toContain('canary');
  });
});

it.each([
  [undefined, 'Nothing is running here.'],
  [
    { insights: 'http://127.0.0.1:1', storage: 'UseDevelopmentStorage=true' },
    'Nothing is running here.',
  ],
  [
    { app: 'http://127.0.0.1:1', insights: 'http://127.0.0.1:1' },
    'The running stack has its storage elsewhere.',
  ],
])('a stack that is only %j cannot be verified', async (ready, words) => {
  await expect(createTarget({}, {}, async () => ready)).rejects.toThrow(words);
});

it('a session that is no GUID never becomes part of a query', () => {
  expect(() => toQuery('component', "' or true //")).toThrow('The session is no GUID.');
});

it('the host’s row is known as the parent of the invocation when it does not tell its ID', () => {
  const host = bareRow('requests', { id: 'h' });
  const own = bareRow('dependencies', {
    id: 'g',
    name: 'generate_completion',
    operation_ParentId: 'h',
    session_Id: 's',
  });
  const others = [bareRow('requests', { id: 'x' }), bareRow('traces', { session_Id: 't' })];
  expect(ofSession([host, ...others, own], 's')).toEqual([host, own]);
});
