import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../local/stack/root.ts';
import { listRegistered } from '../../../local/verify/countFunctions.ts';
import { createTarget, type Flags, WrongUse } from '../../../local/verify/createTarget.ts';
import { reply, startScriptedModel } from '../../e2e/scriptedModel.ts';
import { startApp } from '../../e2e/startApp.ts';
import { runVerify } from './azure/runVerify.ts';
import { type Gate, startGate } from './azure/startGate.ts';

const embedded = startApp();
const model = await startScriptedModel(reply(401, { error: { message: 'canary-foreign-text' } }));
afterAll(model.stop);
const broken = startApp(() => ({ AZURE_AI_INFERENCE_ENDPOINT: model.url }));
const dark = startApp(() => ({ APPLICATIONINSIGHTS_CONNECTION_STRING: '' }));

function flagsOf({
  stack,
}: typeof embedded): Required<Pick<Flags, 'app' | 'storage' | 'insights'>> {
  const { app = '', storage = '', insights = 'http://127.0.0.1:9' } = stack;
  return { app, storage, insights };
}

/** `npm run verify`, as its script runs it. */
function verify(flags: Flags | string[], env: Record<string, string> = {}) {
  const args = Array.isArray(flags)
    ? flags
    : Object.entries(flags).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  return new Promise<{ code: number; out: string; errors: string }>((resolve) => {
    const script = [
      ...['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
      join(root, 'local/verify.ts'),
      ...args,
    ];
    const options = { env: { ...process.env, ...env } };
    const child = execFile(process.execPath, script, options, (_error, out, errors) =>
      resolve({ code: child.exitCode ?? -1, out, errors }),
    );
  });
}

describe('npm run verify', () => {
  it('asks the running stack in both ways, prints both trees, and ends with 0', async () => {
    const { code, out, errors } = await verify(flagsOf(embedded));
    expect([code, errors]).toEqual([0, '']);
    const [head, ...trees] = out.split('\n\n');
    expect(head?.split('\n').map((line) => line.replace(/ {2,}.*/, ''))).toEqual([
      expect.stringMatching(/^Verifying http:\/\/127\.0\.0\.1:\d+$/),
      '✓ health',
      '✓ functions',
      '✓ question over HTTP',
      '✓ question over queue',
      '✓ trace over HTTP',
      '✓ trace over queue',
    ]);
    expect(head).toContain(`all ${listRegistered().length} are there`);
    expect(trees[0]).toMatch(
      /^POST \/api\/v1\/chat\/completions .*\n└─ generate_completion .*\n {3}├─ chat gpt-4o .*✓ {2}\d+ → \d+ tokens\n {3}└─ ▵ ok in /,
    );
    expect(trees[1]).toMatch(
      /^(?:inferenceQueue .*\n└─ )?generate_completion .*\n *├─ chat gpt-4o .*✓ {2}\d+ → \d+ tokens\n *└─ ▵ ok in /,
    );
    for (const tree of trees.slice(0, 2)) {
      expect(tree).toMatch(
        /\nhttp:\/\/127\.0\.0\.1:\d+\/calls\/[\da-f]{32}\?session=[\da-f-]{36}$/,
      );
    }
    expect(trees[2]).toBe('Everything works.\n');
    expect(out).not.toMatch(/bear-proof|recommended supplies/); // the answer and the question
  });

  it('a model that refuses the app: which role it lacks, the tree of the call, and 1', async () => {
    const { code, out } = await verify(flagsOf(broken));
    expect(code).toBe(1);
    expect(out).toMatch(
      /^✕ question over HTTP .*The model refuses the app\. \(model_unauthorized\)\n {2}→ .*Cognitive Services OpenAI User/m,
    );
    expect(out).toMatch(/^– question over queue .*not tried/m);
    expect(out).toMatch(/└─ generate_completion .* ✕ model_unauthorized/);
    expect(out).not.toContain('canary');
    expect(out).toMatch(/1 step failed\.\n$/);
  });

  it('a dark worker: that no trace will come, without waiting for one, and 1', async () => {
    const { code, out } = await verify(flagsOf(dark));
    expect(code).toBe(1);
    expect(out).toMatch(
      /^✕ health .*The worker is dark.*\n {2}→ Set APPLICATIONINSIGHTS_CONNECTION_STRING/m,
    );
    expect(out).toMatch(/^✓ question over HTTP/m);
    expect(out).toMatch(/^– traces .*not awaited, as the worker is dark/m);
  });

  it.each([[['--nonsense']], [['--azd', '--app', 'https://a.example']]])(
    '%j is wrong use: what is wrong, the usage, and 2',
    async (args) => {
      const { code, out, errors } = await verify(args);
      expect([code, out]).toEqual([2, '']);
      expect(errors).toContain('npm run verify -- --app URL --storage ACCOUNT --component ID');
    },
  );

  it.each<[Flags, RegExp]>([
    [{ app: 'https://a.example' }, /belong together/],
    [{ app: 'https://a.example', storage: 'st1' }, /belong together/],
    [{ component: '/subscriptions/s/components/c' }, /belong together/],
    [{ app: 'a.example', storage: 'st1', insights: 'http://127.0.0.1:9' }, /^--app is not/],
    [{ app: 'http://a.example', storage: 'st1', insights: 'http://127.0.0.1:9' }, /^--app is not/],
    [{ app: 'http://127.0.0.1.a.example', storage: 'st1', insights: 'x' }, /^--app is not/],
    [{ app: 'https://a.example', storage: 'st1', insights: 'x' }, /^--insights is not/],
    [{ app: 'https://a.example', storage: 'C!', insights: 'http://127.0.0.1:9' }, /^--storage is/],
    [
      { app: 'https://a.example', storage: 'A=C!', insights: 'http://127.0.0.1:9' },
      /^--storage is/,
    ],
    [{ app: 'https://a.example', storage: 'st1', component: 'C!' }, /^--component is not/],
  ])('%j is wrong use as well', async (flags, words) => {
    const thrown = await createTarget(flags, {}, async () => undefined).catch((error) => error);
    expect(thrown).toBeInstanceOf(WrongUse);
    expect(thrown.message).toMatch(words);
    expect(thrown.message).not.toContain('C!');
  });

  it('verifies what `npm start` has written of itself when no flag is given', async () => {
    const { target } = await createTarget({}, {}, async () => embedded.stack);
    const { whole, text } = await runVerify(target);
    expect([whole, text]).toEqual([true, expect.stringContaining(`${embedded.stack.app}`)]);
  });
});

describe('an app', () => {
  let gate: Awaited<ReturnType<typeof startGate>>;
  let guard: Gate = () => undefined;
  beforeAll(async () => {
    gate = await startGate(`${embedded.stack.app}`, (incoming) => guard(incoming));
  });
  afterAll(() => gate.stop());

  async function verifyGated(through: Gate, env: Record<string, string> = {}, telemetry = 8_000) {
    guard = through;
    const flags = { ...flagsOf(embedded), app: gate.url };
    const { target } = await createTarget(flags, env, async () => undefined);
    return await runVerify(target, { brief: 300, roles: 300, telemetry });
  }
  const listing =
    (list: unknown, status = 200): Gate =>
    (incoming) =>
      incoming.url === '/admin/functions' ? reply(status, list) : undefined;
  const only =
    (path: string, status: number, headers = {}): Gate =>
    (incoming) =>
      incoming.url === path ? reply(status, 'canary-foreign-text', headers) : undefined;

  const allButPoison = listRegistered().filter((name) => name !== 'inferencePoison');
  it.each<[string, Gate, RegExp]>([
    [
      'a function is missing',
      listing(allButPoison.map((name) => ({ name }))),
      new RegExp(
        `^✕ functions .*${allButPoison.length} of ${allButPoison.length + 1} functions are there; missing: inferencePoison\\.\\n {2}→ .*deploy it again`,
        'm',
      ),
    ],
    [
      'there is no function at all',
      listing([]),
      /^✕ functions .*no function \(0\)\.\n {2}→ The package/m,
    ],
    ['the key is not the master key', listing('', 401), /^– functions .*not counted: .*--azd/m],
    [
      'it refuses the key',
      only('/api/v1/chat/completions', 401),
      /^✕ question over HTTP .*refuses the call \(401\)\.\n {2}→ .*CALLSPAN_KEY/m,
    ],
    [
      'its host is not up',
      only('/api/health', 503),
      /^✕ health .*not up \(503\)\.\n {2}→ .*Storage Blob Data Owner/m,
    ],
    [
      'what stands before it answers',
      only('/api/v1/chat/completions', 502, { 'x-request-id': 'foreign' }),
      /^✕ question over HTTP .*not up \(502\)\./m,
    ],
    [
      'the answer has no text',
      (incoming) =>
        incoming.url === '/api/v1/chat/completions'
          ? reply(
              200,
              { choices: [{ message: { content: '' } }] },
              { 'x-request-id': randomUUID() },
            )
          : undefined,
      /^– question over HTTP .*no text, .*MAX_OUTPUT_TOKENS/m,
    ],
    ['it is another app', only('/api/health', 200), /^✕ health .*Something other/m],
  ])('%s: it says so, and what to do', async (_name, through, words) => {
    const { text } = await verifyGated(through, {}, 0);
    expect(text).toMatch(words);
    expect(text).not.toContain('canary');
  });

  it('asks for a key: that of CALLSPAN_KEY is sent, and never shown', async () => {
    const asksKey = ({ url, headers }: IncomingMessage) =>
      url !== '/api/health' && headers['x-functions-key'] !== 'canary-key'
        ? reply(401, '')
        : undefined;
    const { whole, text, waits } = await verifyGated(asksKey, { CALLSPAN_KEY: 'canary-key' });
    expect([whole, text]).toEqual([true, expect.not.stringContaining('canary')]);
    expect(waits).not.toContain('canary');
  });

  it('does not answer: the rest is not tried', async () => {
    const flags = { ...flagsOf(embedded), app: 'http://127.0.0.1:9' };
    const { target } = await createTarget(flags, {}, async () => undefined);
    const { whole, text } = await runVerify(target, { brief: 0 });
    expect(whole).toBe(false);
    expect(text.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^✕ health .*does not answer/),
      expect.stringContaining('npm start'),
      '1 step failed. The rest is not tried, as the app does not work.',
    ]);
  });

  it('registers in src what the host finds in the build of it', async () => {
    const found = embedded.stack.host?.functions.map(({ name }) => name).sort();
    expect(listRegistered()).toEqual(found);
  });
});
