import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { hangMs } from '../../../test/time/hangMs.ts';

const project = join(import.meta.dirname, 'dotnet');
const quiet = { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' };

/** Why the senders of dotnet/ are not run here; empty when they are. */
export const noDotnet = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) =>
    existsSync(join(folder, process.platform === 'win32' ? 'dotnet.exe' : 'dotnet')),
  )
  ? ''
  : ' (skipped: there is no .NET)';

/** Builds the senders of dotnet/ into a folder. Gives the program; undefined when its packages cannot be had. */
export async function buildDotnet(folder: string): Promise<string | undefined> {
  const restored = [`-p:BaseIntermediateOutputPath=${join(folder, 'obj/')}`];
  const built = join(folder, 'out');
  const building = promisify(execFile)(
    'dotnet',
    ['build', project, '-c', 'Release', '-o', built, ...restored],
    { env: { ...process.env, ...quiet }, timeout: hangMs(300_000) },
  );
  try {
    await building;
  } catch (error) {
    if (/\bNU1\d{3}\b/.test(`${(error as { stdout?: string }).stdout}`)) return undefined;
    throw error;
  }
  return join(built, 'Sender.dll');
}

/** Runs one of them to its end. */
export async function runDotnet(
  program: string,
  sdk: 'applicationinsights' | 'otlp',
  receiverUrl: string,
): Promise<void> {
  await promisify(execFile)('dotnet', [program, sdk], {
    env: {
      ...process.env,
      ...quiet,
      CONNECTION_STRING: `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=${receiverUrl}/`,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiverUrl,
    },
    timeout: hangMs(60_000),
  });
}
