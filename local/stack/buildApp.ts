import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './root.ts';

const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];

/** Builds `dist/app` as `npm run build` does. Rejects with its output. */
export async function buildApp(): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [...flags, join(root, 'scripts/build.ts')]);
  } catch (error) {
    const said: unknown = Reflect.get(Object(error), 'stderr');
    throw new Error(`${said ?? ''}`.trim() || 'The app could not be built: see `npm run build`.');
  }
}
