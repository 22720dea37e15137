import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKey } from '../../../local/keys/createKey.ts';
import { root } from '../../../local/stack/root.ts';
import { createTarget } from '../../../local/verify/createTarget.ts';
import { sha256 } from '../../../src/values/sha256.ts';
import { campingRequest, startApp } from '../../e2e/startApp.ts';
import { until } from '../../time/until.ts';
import { runVerify } from '../verify/azure/runVerify.ts';

const key = createKey();
const app = startApp(() => ({ CALLERS: JSON.stringify({ mobile: { keys: [sha256(key)] } }) }));
const body = JSON.stringify(campingRequest);
const json = { 'content-type': 'application/json' };
const call = (headers: Record<string, string> = {}) => app.chat(body, headers);

/** `npm run ask`, by the parts of the stack. */
function ask(env: Record<string, string>, ...args: string[]) {
  const { app: url, insights, storage } = app.stack;
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const where = ['--app', `${url}`, '--insights', `${insights}`, '--storage', `${storage}`];
  const script = [...flags, join(root, 'local/ask.ts'), ...where, 'camping supplies?', ...args];
  return new Promise<{ code: number; out: string; errors: string }>((resolve) => {
    const options = { env: { ...process.env, ...env } };
    const child = execFile(process.execPath, script, options, (_error, out, errors) =>
      resolve({ code: child.exitCode ?? -1, out, errors }),
    );
  });
}

describe('an app with callers', () => {
  it('takes their keys, and no call without one', async () => {
    expect((await call()).status).toBe(401);
    expect((await call({ authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await fetch(`${app.stack.app}/api/health`)).status).toBe(200);
  });

  it('has one caller more for this run, whose key is in no setting', async () => {
    const { apiKey = '', appSettings } = app.stack;
    expect(apiKey).toMatch(/^csk_\w{43}$/);
    const { mobile, local } = JSON.parse(appSettings.CALLERS ?? '');
    expect([mobile.keys, local]).toEqual([[sha256(key)], { keys: [sha256(apiKey)] }]);
    expect(JSON.stringify(appSettings)).not.toContain('csk_');
    expect((await call({ 'api-key': apiKey })).status).toBe(200);
  });

  it.each([[[]], [['--stream']], [['--api', 'responses']]])(
    'npm run ask %j takes the key of CALLSPAN_API_KEY',
    async (flags) => {
      const { code, out, errors } = await ask({ CALLSPAN_API_KEY: key }, ...flags);
      expect([code, errors]).toEqual([0, '']);
      expect(out).toMatch(/generate_completion .*\n.*├─ chat gpt-4o/);
      expect(out).not.toContain(key);
    },
  );

  it('npm run ask --queue needs none', async () => {
    const { code, out } = await ask({ CALLSPAN_API_KEY: '' }, '--queue');
    expect([code, out]).toEqual([0, expect.stringMatching(/generate_completion .*job ask-/)]);
  });

  it('npm run ask without one says at once which it needs', async () => {
    const { code, out, errors } = await ask({ CALLSPAN_API_KEY: 'csk_canary' });
    expect([code, out]).toEqual([1, '']);
    expect(errors).toMatch(/^invalid_api_key: .*\nCALLSPAN_API_KEY takes the key of a caller; /);
    expect(errors).not.toContain('csk_canary');
  });

  it('npm run verify works beside npm start by itself', async () => {
    const { target } = await createTarget({}, {}, async () => app.stack);
    const { whole, text } = await runVerify(target);
    expect([whole, text]).toEqual([true, expect.stringContaining('Everything works.')]);
    expect(text).toMatch(/✓ trace over HTTP/);
    expect(text).not.toContain('csk_');
  });

  const byParts = (env: Record<string, string>) => {
    const { app: url = '', insights = '', storage = '' } = app.stack;
    return createTarget({ app: url, insights, storage }, env, async () => app.stack);
  };

  it('npm run verify of another app without a key tries the rest, and says so', async () => {
    const { target } = await byParts({});
    // By its parts it may be another app, which gets no key of this one.
    const { whole, text } = await runVerify({ ...target, apiKey: undefined });
    expect(whole).toBe(true);
    expect(text).toMatch(
      /^– question over HTTP .*not asked: the app takes the keys of its callers, and CALLSPAN_API_KEY has none$/m,
    );
    expect(text).toMatch(/^✓ question over queue/m);
    expect(text).toMatch(/^✓ trace over queue/m);
    expect(text).not.toContain('trace over HTTP');
    expect(text).toMatch(/\nWhat can be asked without a key works\.$/);
  });

  it('npm run verify with a wrong key fails, and waits for no trace', async () => {
    const { target } = await byParts({ CALLSPAN_API_KEY: 'csk_canary' });
    const { whole, text } = await runVerify(target);
    expect(whole).toBe(false);
    expect(text).toMatch(
      /^✕ question over HTTP .*The app refuses the key\. \(invalid_api_key\)\n {2}→ CALLSPAN_API_KEY takes/m,
    );
    expect(text).not.toMatch(/trace over HTTP|canary/);
  });

  it.each(['http', 'stream', 'job', 'queue'])(
    'Try it asks by %s, and its page gets no key',
    async (by) => {
      const response = await fetch(`${app.stack.insights}/api/try`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ by, request: campingRequest }),
      });
      const text = await response.text();
      expect(response.ok).toBe(true);
      const told = [text, ...[...response.headers].flat()].join('\n');
      expect(told).not.toMatch(/csk_|Bearer/);
      const job = response.headers.get('x-job');
      if (job === null) return expect(text).toContain('bear-proof');
      await until(
        'the answer of the job',
        async () => (await fetch(`${app.stack.insights}/api/try/jobs/${job}`)).text(),
        (answer) => answer.includes('bear-proof'),
      );
    },
  );

  it('Try it lists the models', async () => {
    const response = await fetch(`${app.stack.insights}/api/try/models`);
    expect(await response.json()).toMatchObject({ object: 'list', data: { length: 4 } });
    expect(await (await fetch(`${app.stack.insights}/api/info`)).text()).not.toContain('csk_');
  });

  it('a page of this machine may send a key, and reads a refusal', async () => {
    const origin = 'http://localhost:5173';
    const preflight = await fetch(`${app.stack.app}/api/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, api-key',
      },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization, api-key',
    ]);
    const refused = await call({ origin });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([
      401,
      origin,
    ]);
    expect((await call({ origin, authorization: `Bearer ${key}` })).status).toBe(200);
  });
});

it('npm run ask sends no key to another machine without https', async () => {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const script = [...flags, join(root, 'local/ask.ts'), '--app', 'http://app.example', 'hi'];
  const errors = await new Promise<string>((resolve) => {
    const env = { ...process.env, CALLSPAN_API_KEY: 'csk_canary' };
    execFile(process.execPath, script, { env }, (_error, _out, said) => resolve(said));
  });
  expect(errors).toBe('CALLSPAN_API_KEY goes to https, or to this machine: --app is neither.\n');
});
