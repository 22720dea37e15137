import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { sha256 } from '../../src/values/sha256.ts';
import { reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { campingRequest, startApp } from '../e2e/startApp.ts';
import { until } from '../time/until.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({ AZURE_AI_INFERENCE_ENDPOINT: model.url }));

/** `npm run replay`, as its script runs it. */
async function replay(...args: string[]) {
  const child = spawn(
    process.execPath,
    [
      ...['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
      join(root, 'local/replay.ts'),
      ...args,
    ],
    { env: { ...process.env, AzureWebJobsStorage: app.stack.storage ?? '' } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

async function read(job: string) {
  const response = await fetch(`${app.stack.app}/api/v1/jobs/${job}`);
  return (await response.json()) as { status: string; error?: { code: string } };
}

/** Jobs of which every delivery failed, as the host leaves them. */
async function poison(...jobs: string[]): Promise<void> {
  const queue = app.queues.getQueueClient('inference-requests-poison');
  for (const job of jobs) await queue.sendMessage(JSON.stringify({ job, request: campingRequest }));
  for (const job of jobs)
    await until(
      'the job to have failed',
      () => read(job),
      ({ status }) => status === 'failed',
    );
}

beforeAll(() => poison('a', 'b', 'c'));

it('a dry run says what would be replayed, and changes nothing', async () => {
  const { code, output } = await replay('--dry-run');
  expect(code).toBe(0);
  expect(output).toMatch(/^would replay a, failed \d{4}-/m);
  expect(output.trim().split('\n')).toHaveLength(4);
  expect(output).toMatch(/^3 jobs would be replayed\.$/m);
  expect(await read('a')).toMatchObject({ error: { code: 'retries_exhausted' } });
});

it('takes the jobs of the time that is asked for', async () => {
  expect(await replay('--dry-run', '--since', '1h')).toMatchObject({
    output: expect.stringContaining('3 jobs would be replayed.'),
  });
  expect(await replay('--dry-run', '--since', '2999-01-01')).toEqual({
    code: 0,
    output: '0 jobs would be replayed.\n',
  });
});

it('one job runs anew to a result of its own, and the others stay', async () => {
  const { code, output } = await replay('--job', 'b');
  expect([code, output]).toEqual([
    0,
    expect.stringMatching(/replayed b, failed .*\n1 job replayed\.\n/),
  ]);
  expect(await read('b')).toMatchObject({ status: 'queued' });
  await until(
    'the job to have succeeded',
    () => read('b'),
    ({ status }) => status === 'succeeded',
    60_000,
  );
  expect(await read('a')).toMatchObject({ error: { code: 'retries_exhausted' } });
});

it('leaves other results alone, failed ones too', async () => {
  model.replies.push(reply(400, {}));
  const queue = app.queues.getQueueClient('inference-requests');
  await queue.sendMessage(JSON.stringify({ job: 'refused', request: campingRequest }));
  await until(
    'the job to have failed',
    () => read('refused'),
    ({ status }) => status === 'failed',
  );
  expect(await replay('--job', 'refused')).toEqual({ code: 0, output: '0 jobs replayed.\n' });
});

it.each(['rate_limit_exceeded', 'caller_rate_limited', 'caller_budget_exceeded'])(
  'takes a job that met %s until its time was over, and it stays its caller’s',
  async (code) => {
    const job = code.replaceAll('_', '-');
    const name = `${sha256(job)}.json`;
    const put = (container: string, value: object, metadata = {}) => {
      const text = JSON.stringify({ job, caller: 'mobile', ...value });
      const blob = app.blobs.getContainerClient(container).getBlockBlobClient(name);
      return blob.upload(text, Buffer.byteLength(text), { metadata });
    };
    await put('inference-requests', { request: campingRequest });
    const failed = { status: 'failed', error: { code }, createdAt: new Date().toISOString() };
    await put('inference-results', failed, { code });
    expect(await replay('--job', job)).toMatchObject({ code: 0 });
    await until(
      'the job to have succeeded',
      () => read(job),
      ({ status }) => status === 'succeeded',
      60_000,
    );
    const results = app.blobs.getContainerClient('inference-results');
    const result = await results.getBlobClient(name).downloadToBuffer();
    expect(JSON.parse(result.toString())).toMatchObject({ job, caller: 'mobile' });
  },
);

it('what is wrong with its use is told', async () => {
  const { code, output } = await replay('--since', 'yesterday');
  expect(code).toBe(1);
  expect(output).toContain('--since is neither a time nor 90m, 6h or 2d.');
});
