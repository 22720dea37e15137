import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const slashes = (path: string) => path.split(sep).join('/');

/** Every TypeScript file of src, by its path below src. */
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({
    file: slashes(file),
    text: readFileSync(join(root, 'src', file), 'utf8'),
  }));

/** What a file imports: the specifier, or the path below the root for a file of ours; and whether it is only types. */
function importsOf(file: string, text: string): { target: string; typeOnly: boolean }[] {
  const statements = text.matchAll(
    /(?:import|export)\s+(type\s+)?([^;'"]*?)\s*from\s*'([^']+)'|import\('([^']+)'\)/g,
  );
  return [...statements].map(([, type, names = '', from, dynamic]) => {
    const specifier = from ?? dynamic ?? '';
    const target = specifier.startsWith('.')
      ? slashes(relative(root, resolve(root, 'src', dirname(file), specifier)))
      : specifier;
    const listed = /^\{(.*)\}$/s
      .exec(names)?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '');
    const onlyTypes = listed?.every((name) => name.trim().startsWith('type ')) ?? false;
    return { target, typeOnly: type !== undefined || onlyTypes };
  });
}

const imports = sources.flatMap(({ file, text }) =>
  importsOf(file, text).map((found) => ({ file, ...found })),
);
const folderOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');
const ours = imports.filter(({ target }) => target.startsWith('src/'));
const show = (found: readonly { file: string; target: string }[]) =>
  found.map(({ file, target }) => `${file} imports ${target}`);

describe('the structure of src', () => {
  it('sees the imports it is meant to judge', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(show(ours)).toContain('main.ts imports src/config.ts');
    expect(show(ours)).toContain('services.ts imports src/identity.ts');
  });

  it('src never imports local, test, bench or scripts', () => {
    const outside = imports.filter(({ target }) => /^(local|test|bench|scripts)\//.test(target));
    expect(show(outside)).toEqual([]);
  });

  it('functions import values from errors, src/values and each other only', () => {
    const wrong = ours.filter(
      ({ file, target, typeOnly }) =>
        folderOf(file) === 'functions' &&
        !typeOnly &&
        target !== 'src/errors.ts' &&
        !/^src\/(?:functions|values)\//.test(target),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('telemetry, inference, assistants and jobs import of each other only types, and config types, errors and values', () => {
    const parts = ['telemetry', 'inference', 'assistants', 'jobs'];
    const wrong = ours.filter(({ file, target, typeOnly }) => {
      const own = folderOf(file);
      if (!parts.includes(own) || target.startsWith(`src/${own}/`)) return false;
      if (target === 'src/errors.ts' || target.startsWith('src/values/')) return false;
      return !(
        typeOnly &&
        (target === 'src/config.ts' || parts.includes(target.split('/')[1] ?? ''))
      );
    });
    expect(show(wrong)).toEqual([]);
  });

  it('config and values import nothing of ours but their own parts, config and errors values beside', () => {
    const wrong = ours.filter(({ file, target }) => {
      const own = /^(config|errors|values)[./]/.exec(file)?.[1];
      if (own !== 'values' && target.startsWith('src/values/')) return false;
      return own !== undefined && !target.startsWith(`src/${own}/`);
    });
    expect(show(wrong)).toEqual([]);
  });

  it('what loads before registration pulls in no SDK and no schema library', () => {
    const light = imports.filter(
      ({ file, target, typeOnly }) =>
        (file === 'main.ts' ||
          file === 'config.ts' ||
          file === 'errors.ts' ||
          folderOf(file) === 'config' ||
          folderOf(file) === 'values' ||
          folderOf(file) === 'functions') &&
        !typeOnly &&
        !target.startsWith('src/') &&
        !target.startsWith('node:'),
    );
    expect(new Set(light.map(({ target }) => target))).toEqual(new Set(['@azure/functions']));
  });

  it.each([
    [/^@azure-rest\/ai-inference$/, 'inference'],
    [/^@azure\/monitor-opentelemetry/, 'telemetry'],
    [/^@azure\/ai-projects$/, 'telemetry'],
    [/^@azure\/storage-/, 'jobs'],
  ])('%s is imported by src/%s alone', (library, folder) => {
    const importers = imports
      .filter(({ target }) => library.test(target))
      .map(({ file }) => folderOf(file));
    expect(new Set(importers)).toEqual(new Set([folder]));
  });

  it('process.env is read in config.ts and written in telemetry/environment.ts, and nowhere else', () => {
    const users = sources.filter(({ text }) =>
      /process\.env/.test(text.replace(/\/\*[\s\S]*?\*\//g, '')),
    );
    expect(users.map(({ file }) => file)).toEqual(['config.ts', 'telemetry/environment.ts']);
  });

  it('nothing in src writes to the console', () => {
    const users = sources.filter(({ text }) => /\bconsole\.|process\.std(out|err)/.test(text));
    expect(users.map(({ file }) => file)).toEqual([]);
  });

  it('a function stays a binding: decode, call, encode, in 40 lines of code', () => {
    const long = sources.filter(
      ({ file, text }) => /^functions\/[^/]+$/.test(file) && text.split('\n').length > 41,
    );
    expect(long.map(({ file }) => file)).toEqual([]);
  });
});
