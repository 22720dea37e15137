import { relative } from 'node:path';
import { styleText } from 'node:util';
import { parseConfig } from '../src/config.ts';
import { isEmbedded } from './stack/embedded.ts';
import { recording } from './stack/recording.ts';
import { root } from './stack/root.ts';
import type { Settings } from './stack/settings.ts';
import type { Stack } from './stack/stack.ts';

const camping = 'What are some recommended supplies for a camping trip in the mountains?';

/** How a banner is written. */
export interface BannerOptions {
  /** `func start` runs the app. */
  readonly services: boolean;
  /** The folder of the data, or `memory`. */
  readonly data: string;
  /** As they were read, before the addresses of this stack's parts. */
  readonly settings: Settings;
  readonly color: boolean;
}

/** What `npm start` says once all is ready: what to open first, then what runs, where data is and whether it holds prompts. */
export function toBanner(stack: Stack, { services, data, settings, color }: BannerOptions): string {
  const { app, insights, model, host, appSettings } = stack;
  const { inference, telemetry } = parseConfig(appSettings, 'local');
  const { callers } = parseConfig(settings, 'local');
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const line = (name: string, text: string, more = '') =>
    `${paint('bold', name.padEnd(8))} ${text}${more === '' ? '' : paint('dim', `   ${more}`)}`;
  const link = (url: string | undefined) => paint('cyan', url ?? '');
  const names = inference.models.join(', then ');
  const kind = isEmbedded('model', settings) ? 'embedded, answers from fixtures' : '';
  return [
    '',
    insights
      ? line('pages', link(insights), 'open it: every call, what it did and what it cost')
      : line('pages', 'none: telemetry goes to the resource that is set; no trees are shown here'),
    app && line('app', link(`${app}/api`), `${host?.functions.length} functions`),
    ...(services ? [line('ask', 'run `func start` in another terminal first')] : [toAsk(line)]),
    callers && line('callers', ...toCallers(callers.size, stack)),
    line('model', model ? link(model) : 'as set', [names, kind].filter(Boolean).join('; ')),
    line('data', toPlace(data), toStorage(stack.storage)),
    telemetry.contentRecording
      ? line(
          'prompts',
          paint('yellow', 'recorded'),
          `prompts and answers are in the telemetry; ${recording}=false leaves them out`,
        )
      : line('prompts', 'not recorded', `${recording}=true`),
    ...(app ? ['', toCurl(app, callers !== undefined)] : []),
    '',
    paint('dim', 'Each call shows here as a tree. Ctrl-C stops everything.'),
  ]
    .filter((part) => part !== undefined)
    .join('\n');
}

function toAsk(line: (name: string, text: string) => string): string {
  return line('ask', 'npm run -s ask -- "What should I pack?" --stream');
}

/** How many may call, and who asks for `ask`, `verify` and the pages: whoever CALLSPAN_API_KEY is, else a caller of this run's own. */
function toCallers(count: number, { host, apiKey }: Stack): [text: string, more: string] {
  const text = count === 1 ? '1 has keys' : `${count} have keys`;
  if (host === undefined) return [text, 'ask and verify need the key of one in CALLSPAN_API_KEY'];
  return apiKey === undefined
    ? [text, 'ask, verify and Try it take the key of one from CALLSPAN_API_KEY']
    : [text, 'every route but health asks for one; ask, verify and Try it have their own'];
}

/** A folder as a developer in the project would type it. */
function toPlace(data: string): string {
  if (data === 'memory') return 'in memory, gone at the end';
  const near = relative(root, data);
  return near === '' || near.startsWith('..') ? data : near;
}

/** The address of the blobs, without a key. */
function toStorage(connectionString = ''): string {
  return /BlobEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? 'storage as set';
}

function toCurl(app: string, needsKey: boolean): string {
  const onWindows = process.platform === 'win32';
  const body = JSON.stringify({ messages: [{ role: 'user', content: camping }] });
  const quoted = onWindows ? `"${body.replaceAll('"', '\\"')}"` : `'${body}'`;
  const variable = onWindows ? '%CALLSPAN_API_KEY%' : '$CALLSPAN_API_KEY';
  const key = needsKey ? ` -H "Authorization: Bearer ${variable}"` : '';
  return `  ${onWindows ? 'curl.exe' : 'curl'} -i ${app}/api/v1/chat/completions${key} -H "content-type: application/json" -d ${quoted}`;
}
