import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { AppBundles } from '../app.ts';

const run = promisify(execFile);

/** An app as `npm run build` leaves it, which threw. */
export interface BundledApp {
  readonly bundles: AppBundles;
  /** The stack of the error that it threw, with its folders: from line 4, column 28, called in line 9. */
  readonly thrown: string;
  /** Makes a bundle of any text. */
  write(bundle: string, code: string, map: string): Promise<void>;
  /** Sets when its bundles were built. */
  builtAt(time: Date): Promise<void>;
  remove(): Promise<void>;
}

const source = `interface Cart { readonly size: number }

function fill(cart: Cart): number {
  if (cart.size > 1) throw new Error("full");
  return cart.size;
}

try {
  fill({ size: 2 });
} catch (error) {
  console.log((error as Error).stack);
}
`;

/** Builds an app of one file, `src/shop.ts`, into a temporary folder, and runs it. */
export async function bundleApp(): Promise<BundledApp> {
  const root = await mkdtemp(join(tmpdir(), 'callspan frames-')); // with a space, as folders have
  const [app, maps] = [join(root, 'dist/app'), join(root, 'dist/maps')];
  for (const folder of [app, maps, join(root, 'src')]) await mkdir(folder, { recursive: true });
  const written: string[] = [];
  const write = async (bundle: string, code: string, map: string) => {
    const files: [string, string][] = [
      [join(app, bundle), code],
      [join(maps, `${bundle}.map`), map],
    ];
    for (const [file, text] of files) await writeFile(file, text);
    written.push(...files.map(([file]) => file));
  };
  await writeFile(join(root, 'src/shop.ts'), source);
  const { outputFiles } = await build({
    entryPoints: { main: join(root, 'src/shop.ts') },
    outdir: app,
    sourcemap: 'external',
    minifyWhitespace: true,
    write: false,
  });
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  await write('main.js', textOf('.js'), textOf('.map'));
  return {
    bundles: { app, maps, root, role: 'callspan' },
    thrown: (await run(process.execPath, [join(app, 'main.js')])).stdout,
    write,
    async builtAt(time) {
      for (const file of written) await utimes(file, time, time);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
