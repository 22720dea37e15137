import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { listen } from '../local/process/listen.ts';
import { modelAnswer } from '../test/e2e/scriptedModel.ts';
import { median } from './statistics.ts';

// The pool of connections under the SDK against the SDK's own transport: CPU time a call to a model of 0 ms, and calls a
// second, at concurrency 16, each in a process of its own, in turns.

const rounds = 7;
const count = 5_000;
const concurrency = 16;

const answer = JSON.stringify(modelAnswer);
const model = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.setHeader('content-type', 'application/json').end(answer));
});
const endpoint = `http://127.0.0.1:${await listen(model, 0)}/v1`;

interface Figures {
  readonly cpuMs: number;
  readonly perSecond: number;
}

async function start(transport: 'pool' | 'sdk') {
  const file = fileURLToPath(new URL('transport/worker.ts', import.meta.url));
  const child = fork(file, [endpoint, transport], {
    execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
  });
  await once(child, 'message');
  const run = async (): Promise<Figures> => {
    child.send({ count, concurrency });
    const [figures] = await once(child, 'message');
    return figures as Figures;
  };
  await run(); // compiled by then
  await run();
  return { run, figures: [] as Figures[], stop: () => child.kill('SIGKILL') };
}

const pool = await start('pool');
const sdk = await start('sdk');
for (let round = 1; round <= rounds; round++) {
  for (const side of [pool, sdk]) side.figures.push(await side.run());
  process.stderr.write(`\rround ${round} of ${rounds}`);
}
process.stderr.write('\n');
for (const key of ['cpuMs', 'perSecond'] as const) {
  const digits = key === 'cpuMs' ? 3 : 0;
  const ratios = pool.figures.map((own, at) => own[key] / (sdk.figures[at]?.[key] ?? Number.NaN));
  const [own, theirs] = [pool, sdk].map(({ figures }) => median(figures.map((f) => f[key])));
  console.log(
    `${key.padEnd(10)} pool ${own?.toFixed(digits)}  SDK's own ${theirs?.toFixed(digits)}  ratio ${median(ratios).toFixed(2)}`,
  );
}
pool.stop();
sdk.stop();
model.close();
model.closeAllConnections();
