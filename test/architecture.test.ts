import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const slashes = (path: string) => path.split(sep).join('/');

/** The top-level folders and files in TypeScript. */
const products = ['src', 'local', 'insights', 'scripts'];

/** Every TypeScript file of a product, by its path below it, without tests and build output. */
const sourcesOf = (product: string) =>
  readdirSync(join(root, product), { recursive: true, encoding: 'utf8' })
    .map(slashes)
    .filter((file) => /\.tsx?$/.test(file) && !/^(test|dist|node_modules)\//.test(file))
    .map((file) => ({ file, text: readFileSync(join(root, product, file), 'utf8') }));
const sources = sourcesOf('src');

interface Import {
  /** The specifier, or the path below the root for a file of ours. */
  readonly target: string;
  readonly typeOnly: boolean;
}

/** The imports of a file of a product. */
function importsOf(product: string, file: string, text: string): Import[] {
  const statements = text.matchAll(
    /(?:import|export)\s+(type\s+)?([^;'"]*?)\s*from\s*'([^']+)'|import\('([^']+)'\)/g,
  );
  return [...statements].map(([, type, names = '', from, dynamic]) => {
    const specifier = from ?? dynamic ?? '';
    const target = specifier.startsWith('.')
      ? slashes(relative(root, resolve(root, product, dirname(file), specifier)))
      : specifier;
    const listed = /^\{(.*)\}$/s
      .exec(names)?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '');
    const onlyTypes = listed?.every((name) => name.trim().startsWith('type ')) ?? false;
    return { target, typeOnly: type !== undefined || onlyTypes };
  });
}

const importsIn = (product: string) =>
  sourcesOf(product).flatMap(({ file, text }) =>
    importsOf(product, file, text).map((found) => ({ file, ...found })),
  );
const imports = importsIn('src');
const folderOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');
const ours = imports.filter(({ target }) => target.startsWith('src/'));
const show = (found: readonly { file: string; target: string }[]) =>
  found.map(({ file, target }) => `${file} imports ${target}`);

/**
 * The part that a file belongs to: a folder below its product, or below its pages, with everything in it; else the file
 * itself.
 */
const partOf = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith('insights/pages/') ? 3 : 2)
    .join('/');

/** The parts that import themselves in a circle, by imports of values. */
function circle(): string[] {
  const targets = new Map<string, Set<string>>();
  for (const product of products) {
    for (const { file, target, typeOnly } of importsIn(product)) {
      const [from, to] = [partOf(`${product}/${file}`), partOf(target)];
      if (typeOnly || from === to || !products.includes(target.split('/')[0] ?? '')) continue;
      targets.set(from, (targets.get(from) ?? new Set()).add(to));
    }
  }
  const reached = (start: string) => {
    const found = new Set<string>();
    const open = [start];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const target of targets.get(next) ?? []) {
        if (!found.has(target)) open.push(target);
        found.add(target);
      }
    }
    return found;
  };
  return [...targets.keys()].filter((part) => reached(part).has(part));
}

describe('the two products and what stands around them', () => {
  it.each<[string, RegExp]>([
    ['src', /^src\//],
    ['insights', /^insights\//],
    ['scripts', /^(scripts|src|bench)\//],
    ['local', /^(local|src|insights)\//],
  ])('%s imports of ours only what matches %s', (product, allowed) => {
    const wrong = importsIn(product).filter(
      ({ target }) =>
        /^(src|local|insights|scripts|test|bench)\//.test(target) && !allowed.test(target),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('one file of local knows the local Application Insights', () => {
    const knowing = importsIn('local').filter(({ target }) => target.startsWith('insights/'));
    expect(new Set(knowing.map(({ file }) => file))).toEqual(new Set(['stack/insights.ts']));
  });

  it('the tests of insights need neither the app nor its stack', () => {
    const tests = readdirSync(join(root, 'insights/test'), { recursive: true, encoding: 'utf8' })
      .map((file) => `test/${slashes(file)}`)
      .filter((file) => file.endsWith('.ts') && !file.includes('/node_modules/'))
      .flatMap((file) =>
        importsOf('insights', file, readFileSync(join(root, 'insights', file), 'utf8')).map(
          (found) => ({ file, ...found }),
        ),
      );
    expect(tests.length).toBeGreaterThan(100);
    expect(
      show(tests.filter(({ target }) => /^(src|local|scripts|test\/e2e)\//.test(target))),
    ).toEqual([]);
  });

  it('no part is in a circle', () => {
    expect(circle()).toEqual([]);
  });
});

describe('the structure of src', () => {
  it('sees the imports it is meant to judge', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(show(ours)).toContain('main.ts imports src/config.ts');
    expect(show(ours)).toContain('services.ts imports src/identity.ts');
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

  it('telemetry, inference, assistants, callers and jobs import of each other only types, and config types, errors and values', () => {
    const parts = ['telemetry', 'inference', 'assistants', 'callers', 'jobs'];
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
          file === 'callers/findCaller.ts' ||
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
    [/^@azure\/data-tables$/, 'callers'],
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
      ({ file, text }) =>
        /^functions\/(?!list\.ts)[^/]+$/.test(file) && text.split('\n').length > 41,
    );
    expect(long.map(({ file }) => file)).toEqual([]);
  });
});
