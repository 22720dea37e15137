import { Pool } from 'undici';
import { build } from '../scripts/build.ts';
import type { Benchmark, Row } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMs } from './harness/texts.ts';
import type { Cpu } from './parties/answerCpu.ts';
import { startProcess } from './parties/startProcess.ts';
import { startIngestion, startModel, toSettings, withParts } from './parties/withParts.ts';

const asksATurn = 4;
const bound = { atMost: 1.3 };

/** What a turn took, an answer. */
interface Turn {
  readonly ms: number;
  readonly cpuMs: number;
  /** Of the worker under the host. */
  readonly workerMs: number;
}

/** Large answers, one call at a time. The host counts apart: it is a second pipe, and not the one of Azure. */
export const benchmark: Benchmark = {
  measures: '2,048 embeddings of 3,072 numbers in one answer: CPU and time, against a pipe',
  minutes: 0.5,
  turns: 5,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const model = await start(startModel());
      const settings = {
        ...toSettings(model, await start(startIngestion())),
        AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME: 'text-embedding-3-large',
      };
      const pipe = await start(startServer('pipe.ts', { MODEL: model.ready.url }));
      const host = await start(startServer('host.ts', settings));
      const rows: Row[] = [];
      const reference: number[] = [];
      for (const format of ['float', 'base64']) {
        const parties = {
          pipe: () => ask(pipe, '/v1/embeddings', format),
          host: () => ask(host, '/api/v1/embeddings', format),
        };
        await takeTurns('warming up', 1, parties);
        const taken = await takeTurns(`embeddings, ${format}`, turns, parties);
        rows.push(...toRows(format, taken.of.host, taken.of.pipe));
        reference.push(...taken.reference);
      }
      const title = 'An answer of 57 MB as floats, of 34 MB in base64; theirs is the pipe';
      return [{ title, columns: comparedColumns, rows, reference }];
    });
  },
};

function startServer(module: string, settings: Readonly<Record<string, string>>) {
  const url = new URL(`parties/${module}`, import.meta.url);
  return startProcess<{ url: string }, object, Cpu>(url, settings);
}

async function ask(
  server: Awaited<ReturnType<typeof startServer>>,
  path: string,
  format: string,
): Promise<Turn> {
  const pool = new Pool(server.ready.url, { connections: 1 });
  const before = await server.run({});
  const begin = performance.now();
  for (let ask = 0; ask < asksATurn; ask++) await readAnswer(pool, path, format);
  const ms = (performance.now() - begin) / asksATurn;
  const after = await server.run({});
  await pool.destroy();
  const workerMs = (after.workerMs - before.workerMs) / asksATurn;
  return { ms, cpuMs: (after.ownMs - before.ownMs) / asksATurn + workerMs, workerMs };
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

function toRows(format: string, host: readonly Turn[], pipe: readonly Turn[]): readonly Row[] {
  const of = (turns: readonly Turn[], key: keyof Turn) => turns.map((turn) => turn[key]);
  const row = (what: string, own: keyof Turn, theirs: keyof Turn) =>
    compared(
      `${format}, ${what}`,
      of(host, own),
      of(pipe, theirs),
      inMs,
      own === 'workerMs' ? bound : undefined,
    );
  return [
    row('CPU, worker alone', 'workerMs', 'cpuMs'),
    row('CPU, host and worker', 'cpuMs', 'cpuMs'),
    row('time, host and worker', 'ms', 'ms'),
  ];
}
