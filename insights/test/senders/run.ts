import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hangMs } from '../../../test/time/hangMs.ts';

/** Runs the script of an SDK in a process of its own, as an application would, to its end: it asks the model and sends to the receiver. */
export async function run(
  script: string,
  receiverUrl: string,
  modelUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const file = fileURLToPath(new URL(`sdks/${script}.ts`, import.meta.url));
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, file], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: tmpdir(),
      TEMP: tmpdir(),
      // Statistics for Microsoft, to an address of Microsoft's.
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
      CONNECTION_STRING: `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=${receiverUrl}/`,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiverUrl,
      RECEIVER_URL: receiverUrl,
      MODEL_URL: modelUrl,
      ...env,
    },
    timeout: hangMs(60_000),
  });
  if (process.env.SENDERS_TRACE) process.stderr.write(`${script}\n${stdout}${stderr}`);
}
