import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildFailure, build } from 'esbuild';
import { expect, it } from 'vitest';
import { sharedPackages } from '../../scripts/sharedPackages.ts';
import { unusedParts } from '../../scripts/unusedParts.ts';

it('an update that moves a file which the build leaves out stops the build', async () => {
  const failure = await build({
    stdin: { contents: "import 'undici';", resolveDir: import.meta.dirname },
    bundle: true,
    platform: 'node',
    write: false,
    logLevel: 'silent',
    plugins: [unusedParts],
  }).catch((thrown: BuildFailure) => thrown);
  const errors = failure.errors.map(({ text }) => text);
  const said = (file: string) => `unusedParts.ts replaces ${file}, which is not in the build`;
  expect(errors).toContain(said('@azure/storage-common/dist/esm/crc64.js'));
  expect(errors).not.toContain(said('undici/index.js'));
});

it('an update that gives a dependency its own version of a shared package stops the build', async () => {
  const root = mkdtempSync(join(tmpdir(), 'callspan-bundles-'));
  const add = (folder: string, code: string) => {
    mkdirSync(join(root, 'node_modules', folder), { recursive: true });
    writeFileSync(join(root, 'node_modules', folder, 'index.js'), code);
  };
  add('@azure/logger', '');
  add('of-today', "import '@azure/logger'");
  add('behind', "import '@azure/logger'");
  add('behind/node_modules/@azure/logger', '');
  const bundle = (name: string) =>
    build({
      absWorkingDir: root,
      stdin: { contents: `import '${name}';`, resolveDir: root },
      bundle: true,
      write: false,
      logLevel: 'silent',
      plugins: [sharedPackages],
    });
  expect((await bundle('of-today')).errors).toEqual([]);
  await expect(bundle('behind')).rejects.toThrow(
    /behind.* has a version of @azure\/logger that is not the shared one/,
  );
  rmSync(root, { recursive: true });
});
