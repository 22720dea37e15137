import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';
import { build } from './build.ts';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const maxBytes = 1_000_000; // limit of the package, which a cold start has to fetch

/**
 * Packs `dist/app` as azd does: only its files, at the root of a zip. The same files give the same bytes on every
 * machine, so that a tested package can be recognized. Throws when it is larger than the limit.
 */
export async function createPackage(limitBytes = maxBytes): Promise<Uint8Array> {
  const app = join(root, 'dist/app');
  const files: Zippable = {};
  for (const name of (await readdir(app)).sort()) files[name] = await readFile(join(app, name));
  const zip = zipSync(files, {
    level: 9,
    mtime: new Date(1980, 0, 1), // a zip holds local time, and nothing earlier
    os: 3, // Unix, so that the permissions apply
    attrs: 0o100644 << 16,
  });
  if (zip.length <= limitBytes) return zip;
  throw new Error(
    `The package is ${formatBytes(zip.length)}, and ${formatBytes(limitBytes)} is the limit.`,
  );
}

/** `812 B`, `375 KB`, `3.2 MB`; 1 KB is 1,000 bytes. */
function formatBytes(bytes: number): string {
  const [size, unit] = bytes < 999_500 ? [bytes / 1_000, 'KB'] : [bytes / 1_000_000, 'MB'];
  return bytes < 1_000
    ? `${bytes} B`
    : `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build();
    const zip = await createPackage();
    await writeFile(join(root, 'dist/callspan.zip'), zip);
    console.log(`dist/callspan.zip  ${formatBytes(zip.length)}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : 'The package could not be made.');
    process.exitCode = 1;
  }
}
