import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Settings of the app by name. An empty value counts as absent, as in the app. */
export type Settings = Readonly<Record<string, string>>;

/** A local settings file that cannot be used. The message is one line with the file and the reason, never a value. */
export class SettingsError extends Error {}

const fileName = 'local.settings.json';
const sampleName = 'local.settings.sample.json';

/** A settings file in the format of Azure Functions Core Tools. */
export interface SettingsDocument {
  readonly Values: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

/** The settings of the sample in `root`, as in a fresh clone. Throws a SettingsError. */
export function readSample(root: string): Settings {
  return readValues(join(root, sampleName), sampleName);
}

/**
 * The settings for a run in `root`, each from `env`, else from local.settings.json or, without that file, from the
 * sample. The names are those of both files, and the identity forms of AzureWebJobsStorage, which are in neither.
 * Throws a SettingsError.
 */
export function loadSettings(root: string, env: NodeJS.ProcessEnv): Settings {
  const sample = readSample(root);
  const path = join(root, fileName);
  const file = existsSync(path) ? readValues(path, fileName) : sample;
  const names = new Set([
    ...Object.keys(sample),
    ...Object.keys(file),
    ...Object.keys(env).filter((name) => name.startsWith('AzureWebJobsStorage__')),
  ]);
  const settings = Object.fromEntries(
    Array.from(names, (name) => [name, env[name] || (file[name] ?? '')]),
  );
  const identity = Object.keys(env).some((name) => /^AzureWebJobsStorage__\w+Uri$/.test(name));
  // The files' connection string would override the identity form in the environment.
  return identity && !env.AzureWebJobsStorage ? { ...settings, AzureWebJobsStorage: '' } : settings;
}

/**
 * local.settings.json of `root` as it is, or the sample that it is made from, and where it goes. Throws a SettingsError.
 */
export function readSettingsFile(root: string): {
  readonly path: string;
  readonly text: string;
  readonly document: SettingsDocument;
} {
  const path = join(root, fileName);
  const name = existsSync(path) ? fileName : sampleName;
  const text = readText(join(root, name), name);
  return { path, text, document: toDocument(text, name) };
}

function readValues(path: string, name: string): Settings {
  const { Values } = toDocument(readText(path, name), name);
  return Object.fromEntries(
    Object.entries(Values).map(([key, value]) => {
      if (value === null || typeof value === 'object') {
        throw new SettingsError(`"${key}" in ${name} is not a string.`);
      }
      return [key, String(value)];
    }),
  );
}

function toDocument(text: string, name: string): SettingsDocument {
  // Windows editors put a byte order mark first, which JSON.parse refuses.
  const parsed = parseJson(text.replace(/^\uFEFF/, ''), name);
  if (!isRecord(parsed)) throw new SettingsError(`${name} is not a JSON object.`);
  if (parsed.IsEncrypted === true) {
    throw new SettingsError(`${name} is encrypted: run \`func settings decrypt\` first.`);
  }
  const { Values = {} } = parsed;
  if (!isRecord(Values)) throw new SettingsError(`"Values" in ${name} is not a JSON object.`);
  return { ...parsed, Values };
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new SettingsError(`${name} cannot be read${code}.`);
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text around the mistake, which may be a key: only the place is reported.
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const line = position && text.slice(0, Number(position)).split('\n').length;
    throw new SettingsError(`${name} is not valid JSON${line ? ` (line ${line})` : ''}.`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
