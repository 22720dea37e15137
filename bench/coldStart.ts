import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../scripts/build.ts';
import { makeCertificate } from '../test/e2e/certificate.ts';
import type { Benchmark, Bound, Table } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMs } from './harness/texts.ts';
import { buildBareApp } from './parties/buildBareApp.ts';
import { type ColdStart, coldStart } from './parties/coldStart.ts';
import { filesUntilRegistered } from './parties/filesUntilRegistered.ts';
import { startSlowModel } from './parties/slowModel.ts';
import { startIngestion, withParts } from './parties/withParts.ts';

const modelMs = 200;
const ours = join(import.meta.dirname, '../dist/app');
const bounds: Readonly<Record<keyof ColdStart, Bound>> = {
  registered: { atMost: 1.1 },
  firstAnswer: { atMost: 1.15 },
  memory: { atMost: 1.25 },
};
const mostFiles = 10;

/** Each start is a fresh worker process of the built-in host, whose own start is in it. */
export const benchmark: Benchmark = {
  measures: 'cold start, over http and TLS: against a bare function that passes the question on',
  minutes: 1.5,
  turns: 15,
  async run(turns) {
    const bare = await mkdtemp(join(tmpdir(), 'callspan-bare-'));
    await Promise.all([build(), buildBareApp(bare)]);
    const certificate = await makeCertificate();
    try {
      return await withParts(async (start) => {
        const { ready } = await start(startIngestion());
        const toSettings = (endpoint: string) => ({
          AZURE_AI_INFERENCE_ENDPOINT: endpoint,
          AZURE_AI_INFERENCE_KEY: 'local',
          APPLICATIONINSIGHTS_CONNECTION_STRING: ready.connectionString,
          NODE_EXTRA_CA_CERTS: certificate.file,
          AzureWebJobsStorage: '',
        });
        const tables: Table[] = [];
        for (const [protocol, more] of [
          ['http', []],
          ['TLS', [certificate]],
        ] as const) {
          const model = await start(startSlowModel(modelMs, ...more));
          tables.push(await compare(protocol, bare, toSettings(model.url), turns));
        }
        const files = await filesUntilRegistered(ours, toSettings('http://localhost:1/v1'));
        const row = {
          cells: [`${files}`],
          judged: { figure: files, bound: { atMost: mostFiles } },
        };
        const title = 'Files of ours that are read until the functions are registered';
        return [...tables, { title, columns: ['files'], rows: [row], reference: [] }];
      });
    } finally {
      await rm(bare, { recursive: true, force: true });
      await certificate.remove();
    }
  },
};

async function compare(
  protocol: string,
  bare: string,
  settings: Readonly<Record<string, string>>,
  turns: number,
): Promise<Table> {
  const parties = { bare: () => coldStart(bare, settings), ours: () => coldStart(ours, settings) };
  await takeTurns('warming up', 1, parties);
  const { of, reference } = await takeTurns(`cold start over ${protocol}`, turns, parties);
  const row = (what: string, key: keyof ColdStart, toText: (value: number) => string) => {
    const [own, theirs] = [of.ours, of.bare].map((starts) => starts.map((start) => start[key]));
    return compared(what, own ?? [], theirs ?? [], toText, bounds[key]);
  };
  return {
    title: `A model of ${modelMs} ms over ${protocol}; theirs is the bare function`,
    columns: comparedColumns,
    reference,
    rows: [
      row('functions registered', 'registered', inMs),
      row('first answer', 'firstAnswer', inMs),
      row('resident memory after it', 'memory', (mib) => `${mib.toFixed(0)} MiB`),
    ],
  };
}
