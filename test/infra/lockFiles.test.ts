import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  /** A workspace, which lies in this repository. */
  readonly link?: boolean;
  /** Comes within another package, whose integrity covers it. */
  readonly inBundle?: boolean;
}

const files = ['package-lock.json', 'bench/peers/package-lock.json'];

describe.each(files)('%s', async (file) => {
  const { packages } = JSON.parse(await readFile(join(root, file), 'utf8'));
  const entries = Object.entries<Entry>(packages).filter(
    ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
  );

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
