import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost } from '../local/host/startHost.ts';
import { listen } from '../local/process/listen.ts';
import { build } from '../scripts/build.ts';
import { startReceiver } from '../test/receiver.ts';
import { buildBareApp } from './bareApp.ts';
import { median, medianRatio } from './statistics.ts';

// Cold start against a bare one-function app, in turns, each start in a fresh worker process of the built-in host:
// until the functions are registered, until the first answer of a model that takes 200 ms, files of the app read until
// registered, and resident memory after the first answer.

const rounds = Number(process.argv[2] ?? 15);
const modelMs = 200;
const settleMs = 500;
const bounds = { registered: 1.5, firstAnswer: 2, files: 10, memory: 2 };

interface Start {
  readonly registered: number;
  readonly firstAnswer: number;
  readonly memory: number;
}

const model = createServer((request, response) => {
  request.resume();
  setTimeout(() => {
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model: 'gpt-4o',
        choices: [
          {
            index: 0,
            finish_reason: 'stop',
            message: { role: 'assistant', content: 'Pack a tent.' },
          },
        ],
        usage: { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 },
      }),
    );
  }, modelMs);
});
const modelPort = await listen(model, 0);
const insights = await startReceiver();
const bare = await mkdtemp(join(tmpdir(), 'callspan-bare-'));
await Promise.all([build(), buildBareApp(bare)]);
const ours = join(import.meta.dirname, '../dist/app');
const settings = {
  AZURE_AI_INFERENCE_ENDPOINT: `http://127.0.0.1:${modelPort}/v1`,
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connectionString,
  AzureWebJobsStorage: '',
};

/** Starts an app, asks it once as soon as it is registered, and ends it. */
async function start(appDir: string): Promise<Start> {
  const begin = performance.now();
  const host = await startHost({ appDir, port: 0, settings });
  const registered = performance.now() - begin;
  const response = await fetch(`${host.url}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'What to pack?' }] }),
  });
  if (response.status !== 200) throw new Error(`${appDir} answered ${response.status}`);
  await response.arrayBuffer();
  const firstAnswer = performance.now() - begin;
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const memory = residentKiB(host.workerPid() ?? 0) / 1_024;
  await host.stop();
  return { registered, firstAnswer, memory };
}

function residentKiB(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' }));
}

/** Files of the app that its entry reads: what `require` has loaded once main.js has run, host.json and package.json. */
async function filesUntilRegistered(appDir: string): Promise<number> {
  const { main } = JSON.parse(await readFile(join(appDir, 'package.json'), 'utf8'));
  const script = `
    require('node:module').prototype.require = ((original) => function (id) {
      return id === '@azure/functions-core' ? { registerFunction() {}, registerHook() {}, setProgrammingModel() {}, log() {} } : original.call(this, id);
    })(require('node:module').prototype.require);
    const app = require('node:path').join(${JSON.stringify(appDir)}, ${JSON.stringify(main)});
    require(app);
    console.log(Object.keys(require.cache).length);
    process.exit(0);`;
  const output = execFileSync(process.execPath, ['-e', script], {
    env: { ...process.env, ...settings },
    encoding: 'utf8',
  });
  return Number(output) + 2;
}

const runs = { bare: [] as Start[], ours: [] as Start[] };
await start(bare);
await start(ours);
for (let round = 1; round <= rounds; round++) {
  runs.bare.push(await start(bare));
  runs.ours.push(await start(ours));
  process.stderr.write(`\rround ${round} of ${rounds}`);
}
process.stderr.write('\n');

const files = await filesUntilRegistered(ours);
const rows = (['registered', 'firstAnswer', 'memory'] as const).map((key) => {
  const theirs = runs.bare.map((run) => run[key]);
  const own = runs.ours.map((run) => run[key]);
  const ratio = medianRatio(own, theirs);
  return { key, theirs: median(theirs), own: median(own), ratio, bound: bounds[key] };
});
for (const { key, theirs, own, ratio, bound } of rows) {
  const unit = key === 'memory' ? 'MiB' : 'ms';
  console.log(
    `${key.padEnd(12)} bare ${theirs.toFixed(0).padStart(5)} ${unit}  ours ${own.toFixed(0).padStart(5)} ${unit}  ` +
      `ratio ${ratio.toFixed(2)}  (at most ${bound})`,
  );
}
console.log(`files        ours ${files}  (at most ${bounds.files})`);
if (files > bounds.files || rows.some(({ ratio, bound }) => ratio > bound)) process.exitCode = 1;

model.close();
model.closeAllConnections();
await insights.stop();
await rm(bare, { recursive: true, force: true });
