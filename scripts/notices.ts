import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** Licences of packages whose package.json names none, from their licence file. */
const unnamed: Readonly<Record<string, string>> = { suncalc: 'BSD-2-Clause' };

const allowed = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']);

/**
 * The notices of every package in the bundles: name, version, licence and its text, once for packages that share it.
 * Throws when a package has a licence outside MIT, ISC, BSD, Apache-2.0 and 0BSD, and names each.
 */
export async function collectNotices(root: string, metafile: Metafile): Promise<string> {
  const folders = new Set(
    Object.keys(metafile.inputs).flatMap((path) => packageFolder(path) ?? []),
  );
  const packages = await Promise.all(
    [...folders].sort().map((folder) => readPackage(root, folder)),
  );
  const refused = packages.filter(({ licence }) => !allowed.has(licence));
  if (refused.length > 0) {
    const list = refused.map(({ name, licence }) => `${name}: ${licence}`).join(', ');
    throw new Error(`Licences that may not be bundled: ${list}`);
  }
  const byText = Map.groupBy(packages, ({ text }) => text);
  return [...byText]
    .map(([text, shared]) => {
      const heads = shared.map(({ name, version, licence }) => `${name} ${version} (${licence})\n`);
      return `${heads.join('')}\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/@scope/name` of a bundled file, the innermost one. */
function packageFolder(path: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/@]+)\//.exec(path.replace(/^[\w-]+:/, ''))?.[1];
}

async function readPackage(root: string, folder: string) {
  const path = join(root, folder);
  const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
  const file = (await readdir(path)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return {
    name: String(manifest.name),
    version: String(manifest.version),
    licence: String(manifest.license ?? unnamed[manifest.name]),
    text:
      file === undefined
        ? 'The package holds no licence file.'
        : (await readFile(join(path, file), 'utf8')).replaceAll('\r\n', '\n').trim(),
  };
}
