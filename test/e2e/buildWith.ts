import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../local/stack/root.ts';

/**
 * Builds a copy of this app with one more assistant, as a fork would: `file` exports the assistant under the file's
 * name; it goes into src/assistants, and the name into the list. `change` may edit the copy before the build.
 */
export async function buildWith(
  file: string,
  change: (copy: string) => Promise<void> = async () => {},
) {
  const copy = await mkdtemp(join(tmpdir(), 'callspan-fork-'));
  for (const part of ['src', 'scripts', 'package.json', 'host.json', 'tsconfig.json']) {
    await cp(join(root, part), join(copy, part), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');

  const name = basename(file, '.ts');
  const source = await readFile(file, 'utf8');
  const assistants = join(copy, 'src/assistants');
  await writeFile(
    join(assistants, `${name}.ts`),
    source.replaceAll(/'[./]+\/src\/assistants\//g, "'./"),
  );
  await addToList(join(assistants, 'list.ts'), name);
  await change(copy);

  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  await promisify(execFile)(process.execPath, [...flags, join(copy, 'scripts/build.ts')]);
  return {
    /** The deployable. */
    appDir: join(copy, 'dist/app'),
    remove: () => rm(copy, { recursive: true, force: true }),
  };
}

/** Adds an assistant to the end of a list, unless it is there: a fork may already have the example. */
async function addToList(file: string, name: string): Promise<void> {
  const list = await readFile(file, 'utf8');
  if (list.includes(`./${name}.ts'`)) return;
  const longer = list.replace(/= \[([^\]]*?),?\s*\];/, `= [$1, ${name}];`);
  await writeFile(file, `import { ${name} } from './${name}.ts';\n${longer}`);
}
