import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toBanner } from './banner.ts';
import { defaultPorts, type Ports, toPort } from './process/ports.ts';
import { localInsights } from './stack/insights.ts';
import type { Retention } from './stack/localInsights.ts';
import { recordedHere } from './stack/recording.ts';
import { root } from './stack/root.ts';
import { loadSettings, type Settings } from './stack/settings.ts';
import { type Stack, startStack } from './stack/stack.ts';
import { surviveErrors } from './stack/surviveErrors.ts';
import { useColor } from './useColor.ts';

const usage = `npm start -- [--app-port 7071] [--insights-port 7072] [--model-port 7073] [--storage-port 10000]
             [--data DIR | --data memory] [--retain 7d,1000000,2GB] [--ready-file FILE]
             [--allowed-host NAME]…
npm run services takes the same, and runs all but the app.
A port of 0 means any free one; storage takes three: blob, queue (+1) and table (+2). The app answers under this machine's
own names, and those that --allowed-host adds.`;

const stopMs = 12_000;

await main();

/** `npm start`, and with `--services` `npm run services`. */
async function main(): Promise<void> {
  const options = readOptions();
  if (options === undefined) return;
  const { ports, data, readyFile, services, retention, allowedHosts } = options;
  const color = useColor(process.stdout);
  let stack: Stack | undefined;
  let settings: Settings;
  let ending: Promise<void> | undefined;
  const end = (code: number) => {
    ending ??= (async () => {
      setTimeout(() => process.exit(code), stopMs).unref();
      await stack?.stop();
      process.exit(code);
    })();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending !== undefined || stack === undefined) process.exit(ending === undefined ? 0 : 1);
      console.log('\nStopping: the app sends its last telemetry, then everything ends.');
      end(0);
    });
  }

  // A shell between npm and this process ends at a signal without passing it on.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end(0);
  }, 500).unref();

  try {
    console.log(services ? 'Starting the services …' : 'Building and starting …');
    settings = recordedHere(loadSettings(root, process.env));
    stack = await startStack({
      ports,
      data,
      settings,
      readyFile,
      services,
      retention,
      allowedHosts,
      apiKey: process.env.CALLSPAN_API_KEY || undefined,
      onTrouble: (line) => console.error(line),
      onLog: ({ level, category, message }) => {
        if (category === 'system' || !/^(warning|error|critical)$/.test(level)) return;
        console.error(category === 'user' ? `[app] ${message}` : message);
      },
      onFailure(line) {
        console.error(line);
        end(1);
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : 'The stack could not start.');
    process.exit(1);
  }

  const { mishaps } = stack;
  surviveErrors(mishaps);
  console.log(toBanner(stack, { services, data, settings, color }));
  stack.localInsights?.printTrees((text) => process.stdout.write(text), { color });
}

interface Options {
  readonly ports: Ports;
  readonly data: string;
  readonly readyFile: string;
  readonly services: boolean;
  readonly retention: Retention | undefined;
  readonly allowedHosts: readonly string[];
}

function readOptions(): Options | undefined {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      options: {
        'app-port': text,
        'insights-port': text,
        'model-port': text,
        'storage-port': text,
        data: text,
        'ready-file': text,
        retain: text,
        services: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        'allowed-host': { type: 'string', multiple: true },
      },
    });
    if (values.help) {
      console.log(usage);
      return undefined;
    }
    const port = (name: keyof Ports) =>
      toPort(`--${name}-port`, values[`${name}-port`], defaultPorts[name]);
    const data = values.data ?? join(root, '.local');
    const kept = data === 'memory' ? join(root, '.local') : data;
    return {
      ports: {
        app: port('app'),
        insights: port('insights'),
        model: port('model'),
        storage: port('storage'),
      },
      data,
      readyFile: values['ready-file'] ?? join(kept, 'ready.json'),
      services: values.services ?? false,
      retention: localInsights?.parseRetention(values.retain ?? ''),
      allowedHosts: (values['allowed-host'] ?? []).map(toHostName),
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : 'Wrong flags.'}\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

function toHostName(value: string): string {
  const name = value.toLowerCase();
  if (!URL.canParse(`http://${name}`) || new URL(`http://${name}`).hostname !== name) {
    throw new Error('--allowed-host must be the name of a host, without a port.');
  }
  return name;
}
