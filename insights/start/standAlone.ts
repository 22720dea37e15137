import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseRetention } from '../store/retention.ts';
import { printTrees } from '../terminal/printTrees.ts';
import { useColor } from '../terminal/tree.ts';
import { holdFolder } from './holdFolder.ts';
import { type Insights, startInsights } from './startInsights.ts';
import { surviveErrors } from './surviveErrors.ts';

const usage = `callspan-insights [--port 7072] [--https [--https-port 7074]] [--data DIR | --data memory] [--retain 7d,1000000]
A port of 0 means any free one. Data is kept in .local/ of the folder that it is started in, for 7 days or a million rows.`;
const dataFolder = '.local';

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? toLine(error) : 'It could not be started.');
  process.exitCode ||= 1;
}

/** `callspan-insights`: the local Application Insights alone, for any app in any language. */
async function main(): Promise<void> {
  const { help, port, httpsPort, folder, retention } = readOptions();
  if (help) return console.log(usage);
  const held = folder !== undefined && (await holdFolder(folder));
  if (folder !== undefined && !held) {
    console.error(`The disk of ${folder} is full: nothing of this run is kept.`);
  }
  const insights = await startInsights({
    port,
    file: folder !== undefined && held ? join(folder, 'insights.db') : ':memory:',
    retention,
    ...(httpsPort !== undefined && {
      https: { port: httpsPort, folder: folder ?? resolve(dataFolder) },
    }),
  });
  surviveErrors(insights.mishaps);
  console.log(toBanner(insights));
  printTrees(insights, (text) => process.stdout.write(text), { color: useColor(process.stdout) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void insights.stop().finally(() => process.exit(0)));
  }
}

function readOptions() {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean', short: 'h' },
        port: text,
        https: flag,
        'https-port': text,
        data: text,
        retain: text,
      },
    });
    const wantsHttps = values.https === true || values['https-port'] !== undefined;
    const data = resolve(values.data ?? dataFolder);
    return {
      help: values.help ?? false,
      port: toPort('--port', values.port, 7072),
      httpsPort: wantsHttps ? toPort('--https-port', values['https-port'], 7074) : undefined,
      folder: values.data === 'memory' ? undefined : data,
      retention: parseRetention(values.retain ?? ''),
    };
  } catch (error) {
    process.exitCode = 2;
    throw new Error(`${error instanceof Error ? error.message : 'Wrong flags.'}\n${usage}`);
  }
}

/** Throws a line for the developer. */
function toPort(flag: string, value: string | undefined, standard: number): number {
  const text = value ?? `${standard}`;
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new Error(`${flag} must be a port from 0 to 65535.`);
}

function toBanner({ url, connectionString, https }: Insights): string {
  const lines = [
    `Local Application Insights: ${url}`,
    '',
    'Point an app at it with one of these:',
    '',
    `  APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}"`,
    `  OTEL_EXPORTER_OTLP_ENDPOINT="${url}"`,
  ];
  const secure = https && [
    '',
    'For an SDK that refuses http:',
    '',
    `  APPLICATIONINSIGHTS_CONNECTION_STRING="${https.connectionString}"`,
    `  NODE_EXTRA_CA_CERTS="${https.certificateFile}"`,
  ];
  return [...lines, ...(secure ?? []), '', 'Ctrl-C stops it.'].join('\n');
}

function toLine(error: Error): string {
  return Reflect.get(error, 'code') === 'EADDRINUSE'
    ? `Port ${Reflect.get(error, 'port')} is taken: choose another with --port or --https-port.`
    : error.message;
}
