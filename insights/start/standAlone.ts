import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Prices, parsePrices } from '../genAi/prices.ts';
import { toHostName } from '../http/address.ts';
import { parseRetention } from '../store/retention.ts';
import { printTrees } from '../terminal/printTrees.ts';
import { useColor } from '../terminal/tree.ts';
import { holdFolder } from './holdFolder.ts';
import { type Insights, startInsights } from './startInsights.ts';
import { surviveErrors } from './surviveErrors.ts';

const usage = `callspan-insights [--port 7072] [--https [--https-port 7074]] [--data DIR | --data memory] [--retain 7d,1000000,2GB]
                  [--prices FILE] [--host ADDRESS] [--allowed-host NAME]...
A port of 0 means any free one. Data is kept in .local/ of the folder that it is started in, for 7 days or a million rows.
--prices is JSON as in MODEL_PRICES, model → {input, output, cachedInput?} in US dollars per million tokens: calls of any app get a cost.
For a container: --host 0.0.0.0 listens on all addresses, --allowed-host lets the pages be read by one more name.`;
const dataFolder = '.local';

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? toLine(error) : 'It could not be started.');
  process.exitCode ||= 1;
}

/** `callspan-insights`: the local Application Insights alone, for any app in any language. */
async function main(): Promise<void> {
  const { help, folder, httpsPort, ...options } = readOptions();
  if (help) return console.log(usage);
  const held = folder !== undefined && (await holdFolder(folder));
  if (folder !== undefined && !held) {
    console.error(`The disk of ${folder} is full: nothing of this run is kept.`);
  }
  const insights = await startInsights({
    ...options,
    file: folder !== undefined && held ? join(folder, 'insights.db') : ':memory:',
    ...(httpsPort !== undefined && {
      https: { port: httpsPort, folder: folder ?? resolve(dataFolder) },
    }),
  });
  surviveErrors(insights.mishaps);
  console.log(toBanner(insights, options));
  printTrees(insights, (text) => process.stdout.write(text), {
    color: useColor(process.stdout),
    pages: insights.url,
  });
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
        prices: text,
        host: text,
        'allowed-host': { type: 'string', multiple: true },
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
      prices: values.prices === undefined ? new Map() : readPrices(values.prices),
      host: toHost('--host', values.host ?? '127.0.0.1'),
      allowedHosts: (values['allowed-host'] ?? []).map((name) => toHost('--allowed-host', name)),
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

/** Throws a line for the developer. */
function readPrices(file: string): Prices {
  try {
    return parsePrices(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && Reflect.get(error, 'code');
    const why = code ? `it cannot be read (${code})` : error instanceof Error && error.message;
    throw new Error(`--prices ${file}: ${why}.`);
  }
}

/** A name or an address, as it stands in a Host header without its port. Throws a line for the developer. */
function toHost(flag: string, value: string): string {
  const name = value.toLowerCase();
  if (isIP(name) !== 0 || /^[a-z0-9_](?:[a-z0-9._-]{0,252}[a-z0-9_])?$/.test(name)) return name;
  throw new Error(`${flag} must be a name or an address, without scheme and port.`);
}

/** `host` is what it listens on, the first of `allowedHosts` the name by which other machines reach it. */
function toBanner(
  { url, connectionString, https }: Insights,
  { host, allowedHosts }: { readonly host: string; readonly allowedHosts: readonly string[] },
): string {
  const isOpen = !/^(?:127\.|localhost$|::1$)/.test(host);
  const [name] = allowedHosts.map(toHostName);
  const reached = (text: string) =>
    name === undefined ? text : text.replace(/\/\/(?:127\.0\.0\.1|localhost)(?=:)/, `//${name}`);
  const lines = [
    `Local Application Insights: ${url}`,
    '',
    'Point an app at it with one of these:',
    '',
    `  APPLICATIONINSIGHTS_CONNECTION_STRING="${reached(connectionString)}"`,
    `  OTEL_EXPORTER_OTLP_ENDPOINT="${reached(url)}"`,
    '  OTEL_EXPORTER_OTLP_PROTOCOL="http/protobuf"  # or grpc, or http/json: this port takes all three',
  ];
  const secure = https && [
    '',
    'For an SDK that refuses http:',
    '',
    `  APPLICATIONINSIGHTS_CONNECTION_STRING="${reached(https.connectionString)}"`,
    `  NODE_EXTRA_CA_CERTS="${https.certificateFile}"`,
  ];
  const open = isOpen && [
    '',
    `It listens on ${host}: whoever reaches that address can read what is kept here, prompts and answers too.`,
  ];
  return [...lines, ...(secure || []), ...(open || []), '', 'Ctrl-C stops it.'].join('\n');
}

function toLine(error: Error): string {
  const { code, port, address } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken: choose another with --port or --https-port.`;
  }
  const isNoAddress = /^(?:EADDRNOTAVAIL|EAFNOSUPPORT|ENOTFOUND|EAI_AGAIN)$/.test(code ?? '');
  return isNoAddress
    ? `--host: this machine has no address ${address ?? 'of that name'}.`
    : error.message;
}
