import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of the app that its entry reads: what `require` has loaded once main.js has run, host.json and package.json. */
export async function filesUntilRegistered(
  appDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<number> {
  const { main } = JSON.parse(await readFile(join(appDir, 'package.json'), 'utf8'));
  const script = `
    require('node:module').prototype.require = ((original) => function (id) {
      return id === '@azure/functions-core' ? { registerFunction() {}, registerHook() {}, setProgrammingModel() {}, log() {} } : original.call(this, id);
    })(require('node:module').prototype.require);
    require(${JSON.stringify(join(appDir, main))});
    console.log(Object.keys(require.cache).length);
    process.exit(0);`;
  const output = execFileSync(process.execPath, ['-e', script], {
    env: { ...process.env, ...settings },
    encoding: 'utf8',
  });
  return Number(output) + 2;
}
