import { Pool } from 'undici';
import { print } from '../figures.ts';
import { startProcess } from '../startProcess.ts';
import { median, medianRatio } from '../statistics.ts';
import type { Cpu } from './answerCpu.ts';
import { startIngestion, startModel, toSettings, withParts } from './parts.ts';

const rounds = 7;
const asksARound = 4;
const atMost = 1.3;

/** What a turn took, an answer. */
interface Turn {
  readonly ms: number;
  readonly cpuMs: number;
  /** Of the worker under the host. */
  readonly workerMs: number;
}

/**
 * 2,048 embeddings of 3,072 numbers, as floats and in base64: the app against a pipe that passes the same bytes on, in turns,
 * one call at a time. The host counts apart: it is a second pipe, and not the one of Azure.
 */
export async function compareEmbeddings(): Promise<void> {
  for (const format of ['float', 'base64']) await compareFormat(format);
}

function compareFormat(format: string): Promise<void> {
  return withParts(async (start) => {
    const model = await start(startModel());
    const ingestion = await start(startIngestion());
    const settings = {
      ...toSettings(model, ingestion),
      AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME: 'text-embedding-3-large',
    };
    const pipe = await start(startServer('pipe.ts', { MODEL: model.ready.url }));
    const host = await start(startServer('host.ts', settings));
    const turns = { pipe: [] as Turn[], host: [] as Turn[] };
    for (let round = 0; round <= rounds; round++) {
      const taken = {
        pipe: await turn(pipe, '/v1/embeddings', format),
        host: await turn(host, '/api/v1/embeddings', format),
      };
      if (round === 0) continue; // compiles, and warms up
      turns.pipe.push(taken.pipe);
      turns.host.push(taken.host);
    }
    printFigures(format, turns);
  });
}

function startServer(module: string, settings: Readonly<Record<string, string>>) {
  return startProcess<{ url: string }, object, Cpu>(new URL(module, import.meta.url), settings);
}

async function turn(
  server: Awaited<ReturnType<typeof startServer>>,
  path: string,
  format: string,
): Promise<Turn> {
  const pool = new Pool(server.ready.url, { connections: 1 });
  const before = await server.run({});
  const begin = performance.now();
  for (let ask = 0; ask < asksARound; ask++) await readAnswer(pool, path, format);
  const ms = (performance.now() - begin) / asksARound;
  const after = await server.run({});
  await pool.destroy();
  const workerMs = (after.workerMs - before.workerMs) / asksARound;
  return { ms, cpuMs: (after.ownMs - before.ownMs) / asksARound + workerMs, workerMs };
}

async function readAnswer(pool: Pool, path: string, encoding_format: string): Promise<void> {
  const { statusCode, headers, body } = await pool.request({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input: Array(2_048).fill('a tent'), encoding_format }),
  });
  let bytes = 0;
  for await (const chunk of body) bytes += chunk.byteLength;
  if (statusCode !== 200 || bytes !== Number(headers['content-length']) || bytes < 30_000_000) {
    throw new Error(`${path} answered ${statusCode} with ${bytes} bytes`);
  }
}

function printFigures(
  format: string,
  { pipe, host }: Readonly<Record<'pipe' | 'host', readonly Turn[]>>,
): void {
  const compare = (what: string, own: readonly number[], theirs: readonly number[]) => {
    const ratio = medianRatio(own, theirs);
    const bound = what.includes('worker alone') ? `at most ${atMost}` : undefined;
    print(
      `embeddings, ${format}, ${what} / pipe`,
      `${median(own).toFixed(0)} / ${median(theirs).toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
      bound,
      bound === undefined || ratio <= atMost,
    );
  };
  const cpu = pipe.map(({ cpuMs }) => cpuMs);
  compare(
    'CPU, worker alone',
    host.map(({ workerMs }) => workerMs),
    cpu,
  );
  compare(
    'CPU, host and worker',
    host.map(({ cpuMs }) => cpuMs),
    cpu,
  );
  compare(
    'time, host and worker',
    host.map(({ ms }) => ms),
    pipe.map(({ ms }) => ms),
  );
}
