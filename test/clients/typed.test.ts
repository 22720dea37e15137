import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';
import { root } from '../../local/stack/root.ts';

const run = promisify(execFile);

// `npm run check` leaves these files out: their packages are installed only for tests.
it.skipIf(!inject('clients'))('the tests of clients have no error of types', async () => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const checking = run(process.execPath, [tsc, '-p', 'test/clients'], { cwd: root });
  const problems = await checking.then(
    () => '',
    ({ stdout }) => stdout,
  );
  expect(problems).toBe('');
});
