import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The notices of every package among the bundled files: name, version, licence and the text of its licence file. */
export async function collectNotices(files: readonly string[]): Promise<string> {
  const folders = files.flatMap(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? [],
  );
  const notices = [...new Set(folders)].map(async (folder) => {
    const path = resolve(import.meta.dirname, folder);
    const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
    const file = (await readdir(path)).find((name) => /^(licen[cs]e|copying)/i.test(name));
    const text = file && (await readFile(join(path, file), 'utf8')).trim();
    return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${text ?? 'The package holds no licence file.'}\n`;
  });
  return (await Promise.all(notices)).sort().join(`\n${'-'.repeat(80)}\n\n`);
}
