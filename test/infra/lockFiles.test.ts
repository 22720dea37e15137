import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../local/stack/root.ts';

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  /** A workspace, which lies in this repository. */
  readonly link?: boolean;
  /** Comes within another package, whose integrity covers it. */
  readonly inBundle?: boolean;
}

const folders = ['.', 'bench/peers', 'test/clients', 'insights/test/senders'];

/** Of packages whose package.json names none, from their licence file. */
const unnamed: Readonly<Record<string, string>> = {
  '@llamaindex/core': 'MIT',
  '@llamaindex/env': 'MIT',
  '@llamaindex/openai': 'MIT',
};

const permissive = [
  ...['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'],
  ...['Python-2.0', 'Public Domain', '(AFL-2.1 OR BSD-3-Clause)', '(MIT OR CC0-1.0)'],
];

/** The entries of a folder's lock file for packages that come from a registry. */
async function entriesOf(folder: string) {
  const { packages } = JSON.parse(await readFile(join(root, folder, 'package-lock.json'), 'utf8'));
  return Object.entries<Entry>(packages).filter(
    ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
  );
}

describe.each(folders)('the lock file of %s', async (folder) => {
  const entries = await entriesOf(folder);

  it('holds the SHA-512 of every package, of those for other systems too', () => {
    expect(entries.length).toBeGreaterThan(50);
    // npm leaves it out for packages that it did not install: `npm view NAME@VERSION dist.integrity` tells it.
    const without = entries.filter(
      ([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''),
    );
    expect(without.map(([path, { version }]) => `${path} ${version}`)).toEqual([]);
  });

  it('names no registry, so that a clone installs from the one that it is set to', () => {
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});

// Those of what is deployed: scripts/notices.ts.
it.each(folders.slice(1))('%s: every package has a permissive licence', async (folder) => {
  const others = (await entriesOf(folder)).filter(([path, { license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return !permissive.includes(license ?? unnamed[name] ?? 'none');
  });
  expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
});

it('Dependabot reads every lock file', async () => {
  const { updates } = parse(await readFile(join(root, '.github/dependabot.yml'), 'utf8'));
  const read = updates.flatMap((of: { directory?: string; directories?: string[] }) => [
    of.directory,
    ...(of.directories ?? []),
  ]);
  expect(read).toEqual(expect.arrayContaining(folders.map((folder) => posix.join('/', folder))));
});
