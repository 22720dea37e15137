import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../../local/ask/askQueue.ts';
import { isFromQueue, readRows } from '../../../local/ask/askTrace.ts';
import type { Row } from '../../../local/ask/row.ts';
import { localInsights } from '../../../local/stack/insights.ts';
import { withPlainErrors } from '../../../local/verify/azure/credential.ts';
import { createCloudReader } from '../../../local/verify/azure/readCloudRows.ts';
import { listRegistered } from '../../../local/verify/countFunctions.ts';
import { type Azure, createTarget, type Flags } from '../../../local/verify/createTarget.ts';
import { requireWhole } from '../../../local/verify/diagnose.ts';
import { reply, startScriptedModel } from '../../e2e/scriptedModel.ts';
import { campingRequest, startApp } from '../../e2e/startApp.ts';
import { until } from '../../time/until.ts';
import { runVerify } from './azure/runVerify.ts';
import { known, startAzure } from './azure/startAzure.ts';
import { startGate } from './azure/startGate.ts';

const allThere = `all ${listRegistered().length} are there`;

const model = await startScriptedModel();
const app = startApp(() => ({ AZURE_AI_INFERENCE_ENDPOINT: model.url }));

const draw = (rows: readonly Row[]) => localInsights?.drawTree(rows, { color: false }) ?? '';

/** All rows of the traces that a session is in, once they are with the local Application Insights. */
function readTraces(session: string): Promise<readonly Row[]> {
  return until(
    'the trace to be whole',
    () => readTracesNow(session),
    (rows) =>
      rows.some(({ itemType }) => itemType === 'traces') &&
      rows.some(({ name }) => name === 'generate_completion') &&
      (isFromQueue(rows) || rows.some(({ itemType }) => itemType === 'requests')),
  );
}

async function readTracesNow(session: string): Promise<readonly Row[]> {
  const items = async (path: string) => {
    const response = await fetch(`${app.stack.insights}/api/${path}`);
    return ((await response.json()) as { items: Row[] }).items;
  };
  const operations = (await items(`operations?q=${session}`)).map((row) => row.operation_Id);
  const traces = await Promise.all([...new Set(operations)].map((id) => items(`operations/${id}`)));
  return traces.flat();
}

/** Refusals that are still to come. */
const refusals = { send: 0, read: 0 };
const refuse = (what: keyof typeof refusals, code: string) =>
  refusals[what]-- > 0
    ? reply(403, `<Error><Code>${code}</Code><Message>canary-foreign-text</Message></Error>`, {
        'content-type': 'application/xml',
        'x-ms-error-code': code,
      })
    : undefined;
const endpoint = (name: string) =>
  new RegExp(`${name}=([^;]+)`).exec(app.stack.storage ?? '')?.[1] ?? '';

let gates: Awaited<ReturnType<typeof startGate>>[] = [];
let stub: Awaited<ReturnType<typeof startAzure>>;
let azure: Azure;
let env: Record<string, string>;
const code = { now: 'AuthorizationPermissionMismatch' };
const callers: (string | undefined)[] = [];
/** Whether the app asks for keys of callers, as one in Azure does by itself. */
const hasCallers = { now: false };
const callerKey = 'csk_canary-of-a-caller';
const sent: (string | undefined)[] = [];
const refusedKey = reply(
  401,
  { error: { code: 'invalid_api_key', message: 'canary' } },
  { 'x-request-id': randomUUID() },
);

beforeAll(async () => {
  stub = await startAzure(readTraces);
  const front = await startGate(`${app.stack.app}`, ({ url, headers }: IncomingMessage) => {
    if (url === '/api/health') return undefined;
    if (hasCallers.now) {
      sent.push(headers.authorization, headers['x-functions-key']?.toString());
      return headers.authorization === `Bearer ${callerKey}` ? undefined : refusedKey;
    }
    callers.push(headers['x-functions-key']?.toString());
    return headers['x-functions-key'] === known.key ? undefined : reply(401, '');
  });
  const queues = await startGate(endpoint('QueueEndpoint'), () => refuse('send', code.now));
  const blobs = await startGate(endpoint('BlobEndpoint'), () => refuse('read', code.now));
  gates = [front, queues, blobs];
  const storage = `${app.stack.storage}`
    .replace(new URL(endpoint('QueueEndpoint')).origin, queues.url)
    .replace(new URL(endpoint('BlobEndpoint')).origin, blobs.url);
  azure = {
    createCredential: () => ({
      getToken: async () => ({ token: known.token, expiresOnTimestamp: Date.now() + 3_600_000 }),
    }),
    openAccount: () => openStorage(storage),
    armEndpoint: stub.armEndpoint,
    logsEndpoint: stub.logsEndpoint,
  };
  env = {
    SERVICE_API_URL: front.url,
    SERVICE_API_RESOURCE_ID: known.site,
    AZURE_STORAGE_ACCOUNT_NAME: 'st1',
    APPLICATIONINSIGHTS_RESOURCE_ID: known.component,
  };
});
beforeEach(async () => {
  stub.become({ functions: listRegistered() });
  Object.assign(refusals, { send: 0, read: 0 });
  code.now = 'AuthorizationPermissionMismatch';
  callers.length = 0;
  sent.length = 0;
  hasCallers.now = false;
});
afterAll(async () => {
  model.stop();
  for (const gate of gates) gate.stop();
  await stub.stop();
});

async function verify(
  flags: Flags = { azd: true },
  more: Record<string, string> = {},
  patience = {},
) {
  const { target } = await createTarget(flags, { ...env, ...more }, async () => undefined, azure);
  return await runVerify(target, patience);
}

/** The trees in what was printed, each as the local Application Insights gives it. */
async function localTrees(text: string): Promise<string[]> {
  const sessions = [...text.matchAll(/^session (\S+)/gm)].map(([, session]) => `${session}`);
  const local = sessions.map((session) => readRows(`${app.stack.insights}`, session));
  return (await Promise.all(local)).map((rows) => draw(rows));
}

describe('npm run verify -- --azd', () => {
  it.each(['component', 'workspace'] as const)(
    'gives, in the names of the %s, the trees that the local Application Insights gives',
    async (schema) => {
      stub.become({ schema, functions: listRegistered() });
      const { whole, text } = await verify();
      expect([whole, text]).toEqual([true, expect.stringContaining(allThere)]);
      const trees = await localTrees(text);
      expect(trees).toHaveLength(2);
      for (const tree of trees) expect(text).toContain(`\n${tree}\n`);
    },
  );

  it('finds a function key by itself, sends it, and shows neither it nor a token', async () => {
    const { text, waits } = await verify();
    expect(stub.asked).toContain(`POST ${known.site}/host/default/listkeys`);
    expect(new Set(callers)).toEqual(new Set([known.key]));
    expect(text + waits).not.toContain('canary');
  });

  it('asks Azure for no key when CALLSPAN_KEY gives one', async () => {
    const { whole } = await verify(undefined, { CALLSPAN_KEY: known.key });
    expect(whole).toBe(true);
    expect(stub.asked.filter((path) => path.includes('listkeys'))).toEqual([]);
  });

  describe('an app with callers', () => {
    const CALLERS = '{"mobile":{"keys":["canary"]}}';
    beforeEach(() => {
      hasCallers.now = true;
    });

    it('is asked with the key of CALLSPAN_API_KEY, and Azure for none', async () => {
      const { whole, text } = await verify(undefined, { CALLERS, CALLSPAN_API_KEY: callerKey });
      expect([whole, text]).toEqual([true, expect.stringContaining('Everything works.')]);
      expect(new Set(sent)).toEqual(new Set([`Bearer ${callerKey}`, undefined]));
      expect(stub.asked.filter((path) => path.includes('listkeys'))).toEqual([]);
      expect(text).not.toContain('canary');
    });

    it('is tried without a key by health, functions and the queue, and says so', async () => {
      const { whole, text } = await verify(undefined, { CALLERS });
      expect([whole, text]).toEqual([true, expect.stringContaining(allThere)]);
      expect(text).toMatch(/^– question over HTTP .*not asked: .*CALLSPAN_API_KEY has none$/m);
      expect(text).toMatch(/^✓ question over queue/m);
      expect(text).toMatch(/^✓ trace over queue/m);
      expect(text).toMatch(/What can be asked without a key works\.$/);
      expect(stub.asked.filter((path) => path.includes('listkeys'))).toEqual([]);
    });

    it('that was deployed with other settings than azd has is told by its answer', async () => {
      const { whole, text } = await verify();
      expect([whole, text]).toEqual([true, expect.stringMatching(/^– question over HTTP/m)]);
    });

    it('whose storage is closed to this network needs a key for the queue too', async () => {
      Object.assign(refusals, { send: 1e9 });
      code.now = 'AuthorizationFailure';
      const { whole, text } = await verify(undefined, { CALLERS }, { brief: 0 });
      expect([whole, text]).toEqual([
        false,
        expect.stringMatching(
          /^✕ question over queue .*refuses the key\. \(invalid_api_key\)\n {2}→ CALLSPAN_API_KEY takes/m,
        ),
      ]);
    });
  });

  it('waits while roles spread, and says for which', async () => {
    stub.become({ functions: listRegistered(), refusals: { arm: 2, logs: 2 } });
    Object.assign(refusals, { send: 2, read: 2 });
    const denied = reply(401, { error: { message: 'canary-foreign-text' } });
    model.replies.push(denied, denied);
    const { whole, text, waits } = await verify();
    expect([whole, text]).toEqual([true, expect.stringContaining('Everything works.')]);
    expect(waits).toContain("… function key: Azure does not let you read the app's keys");
    expect(waits).toContain('… question over HTTP: The model refuses the app.');
    expect(waits).toContain(
      '… question over queue: The queue inference-requests refuses you (403).',
    );
    expect(waits).toContain(
      '… question over queue: The container inference-results refuses you (403).',
    );
    expect(waits).toContain('… trace over HTTP: Application Insights refuses you (403).');
    expect(text + waits).not.toContain('canary');
  });

  it.each<[string, () => void, RegExp]>([
    [
      'reading keys',
      () => stub.become({ refusals: { arm: 1e9, logs: 0 } }),
      /^✕ function key .*\(403\)\.\n {2}→ .*Website Contributor/m,
    ],
    [
      'putting messages',
      () => Object.assign(refusals, { send: 1e9 }),
      /^✕ question over queue .*\(403\)\.\n {2}→ .*Storage Queue Data Message Sender/m,
    ],
    [
      'reading results',
      () => Object.assign(refusals, { read: 1e9 }),
      /^✕ question over queue .*\(403\)\.\n {2}→ .*Storage Blob Data Reader/m,
    ],
    [
      'reading traces',
      () => stub.become({ refusals: { arm: 0, logs: 1e9 } }),
      /^✕ trace over HTTP .*\(403\)\.\n {2}→ .*Monitoring Reader/m,
    ],
  ])('a role that never comes, for %s, is named in the end', async (_name, lack, words) => {
    lack();
    const { whole, text } = await verify(undefined, {}, { brief: 100, roles: 100 });
    expect([whole, text]).toEqual([false, expect.stringMatching(words)]);
    expect(text).not.toContain('canary');
  });

  it('leaves the message to the app when its storage is closed to this network', async () => {
    Object.assign(refusals, { send: 1 });
    code.now = 'AuthorizationFailure';
    const { whole, text } = await verify();
    expect([whole, text]).toEqual([true, expect.stringContaining('sent by the app (v1/jobs)')]);
    const trees = await localTrees(text);
    expect(trees[1]).toMatch(/^generate_completion .*\n├─ chat/);
    expect(text).toContain(`\n${trees[1]}\n`);
  });

  it('reads a trace again until all of it has come', async () => {
    let first: number | undefined;
    const isHidden = ({ itemType, name }: Row, answers: number) => {
      if (name === 'generate_completion') first ??= answers;
      const late = itemType === 'requests' || itemType === 'traces';
      return late && (first === undefined || answers < first + 2);
    };
    stub.become({ functions: listRegistered(), isHidden });
    const { whole, waits } = await verify();
    expect(whole).toBe(true);
    expect(waits).toContain(
      "Parts of the trace are missing: the host's request row, the outcome line.",
    );
  });

  it('takes the rows of an answer that tells of an error beside them', async () => {
    stub.become({ functions: listRegistered(), partial: true });
    expect(await verify()).toMatchObject({ whole: true });
  });

  it.each<[string, (row: Row) => boolean, RegExp]>([
    ['nothing', () => true, /^✕ trace over HTTP .*No row of the trace.*\n {2}→ .*daily cap/m],
    [
      'nothing of the host',
      ({ itemType }) => itemType === 'requests',
      /^✕ trace over HTTP .*missing: the host's request row\.\n {2}→ .*APPLICATIONINSIGHTS_AUTHENTICATION_STRING/m,
    ],
    [
      'nothing of the worker',
      ({ itemType }) => itemType !== 'requests',
      /^✕ trace over HTTP .*nothing from the worker\.\n {2}→ .*AZURE_CLIENT_ID.*\n[\s\S]*\nPOST \/api\/v1\/chat\/completions .* 200\n/m,
    ],
    [
      'no call to the model',
      ({ name }) => `${name}`.startsWith('chat '),
      /^✕ trace over HTTP .*missing: the chat span\.\n {2}→ .*TELEMETRY_SAMPLING_RATIO/m,
    ],
  ])(
    'when %s comes in time, it says where that points, and shows what came',
    async (_name, isHidden, words) => {
      stub.become({ functions: listRegistered(), isHidden });
      const { whole, text } = await verify(undefined, {}, { telemetry: 0 });
      expect([whole, text]).toEqual([false, expect.stringMatching(words)]);
    },
  );

  it('says in one line that nobody is signed in', async () => {
    const getToken = () => Promise.reject(new Error('canary-foreign-text'));
    const signedOut = { ...azure, createCredential: () => withPlainErrors({ getToken }) };
    const { target } = await createTarget({ azd: true }, env, async () => undefined, signedOut);
    const { text } = await runVerify(target);
    expect(text).toMatch(
      /^✕ function key .*Nobody is signed in to Azure here\.\n {2}→ Run `azd auth login`/m,
    );
    expect(text).not.toContain('canary');
  });
});

it('--app, --storage and --component verify the same without azd; functions are counted with the master key only', async () => {
  const flags = { app: env.SERVICE_API_URL, storage: 'st1', component: known.component };
  const { whole, text } = await verify(flags, { CALLSPAN_KEY: known.key });
  expect(whole).toBe(true);
  expect(text).toContain(allThere);
  expect(stub.asked.filter((path) => !path.endsWith('/query'))).toEqual([]);
});

it('a run that continues its sender’s trace is read there, without a row of the host', async () => {
  const trace = 'b7ad6b7169203331b7ad6b7169203331';
  const traceparent = `00-${trace}-b7ad6b7169203331-01`;
  const queue = app.queues.getQueueClient('inference-requests');
  await queue.sendMessage(JSON.stringify({ job: 'joined', request: campingRequest, traceparent }));
  const own = await until(
    'the row of the trace',
    async () => (await app.rows('dependencies')).find((row) => row.operation_Id === trace),
    (row) => row !== undefined,
  );
  const session = `${own?.session_Id}`;
  const credential = azure.createCredential(undefined);
  const read = createCloudReader(known.component, credential, stub.logsEndpoint);
  const rows = await until(
    'the rows of the run',
    () => read(session),
    (found) => found.some(({ itemType }) => itemType === 'traces'),
  );
  expect(new Set(rows.map(({ operation_Id }) => operation_Id))).toEqual(new Set([trace]));
  expect(() => requireWhole(rows)).not.toThrow();
  const local = await readRows(`${app.stack.insights}`, session);
  expect(draw(rows)).toBe(draw(local));
  expect(draw(rows)).toMatch(/^generate_completion /);
});
