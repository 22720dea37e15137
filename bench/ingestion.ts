import { build } from '../scripts/build.ts';
import { type Certificate, makeCertificate } from '../test/e2e/certificate.ts';
import type { Benchmark, Row } from './harness/benchmark.ts';
import { progress } from './harness/progress.ts';
import { asCount } from './harness/texts.ts';
import { startHandlers } from './parties/startHandlers.ts';
import { ingestionName, startIngestion } from './parties/startIngestion.ts';
import { startModel, withParts } from './parties/withParts.ts';

const callsATurn = 250;
const bound = { atMost: 0.45 };

/** What a call costs in bytes that ingestion is paid for, and in bytes that travel. */
export const benchmark: Benchmark = {
  measures: 'bytes a call to ingestion, plain and compressed: against the defaults of the distro',
  minutes: 0.5,
  turns: 4,
  async run(turns) {
    await build();
    const certificate = await makeCertificate(ingestionName);
    try {
      const counts = {
        plain: await countBoth(turns * callsATurn),
        compressed: await countBoth(turns * callsATurn, certificate),
      };
      const rows = Object.entries(counts).map(([what, { own, theirs }]): Row => {
        const figure = own / theirs;
        return {
          cells: [what, asCount(own), asCount(theirs), figure.toFixed(2)],
          ...(what === 'plain' && { judged: { figure, bound } }),
        };
      });
      const columns = ['sent', 'ours', 'theirs', 'ratio'];
      return [{ title: 'Bytes a call; theirs are the defaults', columns, rows, reference: [] }];
    } finally {
      await certificate.remove();
    }
  },
};

function countBoth(calls: number, certificate?: Certificate) {
  return withParts(async (start) => {
    const model = await start(startModel());
    const MODEL = `${model.ready.url}/v1`;
    const ours = { AZURE_AI_INFERENCE_ENDPOINT: MODEL };
    const theirs = { MODEL, OTEL_BSP_MAX_QUEUE_SIZE: '32768', OTEL_SERVICE_NAME: 'callspan' };
    return {
      own: await count('handlers.ts', ours, calls, certificate),
      theirs: await count('distroDefaults.ts', theirs, calls, certificate),
    };
  });
}

/** Bytes a call as they were sent. */
async function count(
  module: string,
  settings: Readonly<Record<string, string>>,
  calls: number,
  certificate?: Certificate,
): Promise<number> {
  progress(`ingestion: ${module}, ${certificate ? 'compressed' : 'plain'}`);
  const ingestion = await startIngestion('ok', 0, certificate);
  const process = await startHandlers(
    {
      ...settings,
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
      ...(certificate === undefined
        ? { INGESTION: ingestion.url }
        : {
            BENCH_HOST: ingestionName,
            NODE_EXTRA_CA_CERTS: certificate.file,
            APPLICATION_INSIGHTS_NO_STATSBEAT: '1', // it would go to another name
          }),
    },
    module,
  );
  try {
    await process.run({ do: 'invoke', count: calls, concurrency: 1 });
    await process.run({ do: 'terminate' });
  } finally {
    await process.stop();
    ingestion.stop();
  }
  const { bytes, sent } = ingestion.seen;
  if (certificate !== undefined && sent > bytes / 2) throw new Error('it was sent uncompressed');
  return sent / calls;
}
