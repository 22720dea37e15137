import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** Assistants are compiled in: these are as many copies of the one there is. */
const toList = (assistants: number) => `
import { travelGuide } from './travelGuide.ts';
export const assistants = Array.from({ length: ${assistants} }, (_, index) => ({
  ...travelGuide,
  name: \`travel-guide-\${index}\`,
}));
`;

/** Builds the deployable with so many assistants, from a copy of the sources; `stop` removes it. */
export async function buildConfigured(assistants: number) {
  const copy = await mkdtemp(join(tmpdir(), 'callspan-configured-'));
  const stop = () => rm(copy, { recursive: true, force: true });
  try {
    for (const part of ['src', 'scripts', 'package.json', 'host.json']) {
      await cp(join(root, part), join(copy, part), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    await writeFile(join(copy, 'src/assistants/list.ts'), toList(assistants));
    const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
    await promisify(execFile)(process.execPath, [...flags, 'scripts/build.ts'], { cwd: copy });
    return { appDir: join(copy, 'dist/app'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
