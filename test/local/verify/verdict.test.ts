import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../local/stack/root.ts';
import { Problem } from '../../../local/verify/problem.ts';
import { toVerdict } from '../../../local/verify/verdict.ts';

/** The script that azd runs after a deployment, where no azd is to be found: it fails at once. */
function verify(args: string[], env: Record<string, string>) {
  return new Promise<{ code: number; errors: string }>((resolve) => {
    const script = [
      ...['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
      join(root, 'local/verify.ts'),
      ...args,
    ];
    const options = { env: { PATH: root, ...env } };
    const child = execFile(process.execPath, script, options, (_error, _out, errors) =>
      resolve({ code: child.exitCode ?? -1, errors }),
    );
  });
}

describe('a verification that failed after a deployment', () => {
  const said =
    /^Deployed; verification failed: azd cannot be run.* To verify again: npm run verify:azd\n$/;

  it('says so with its cause, and leaves azd up a success', async () => {
    const { code, errors } = await verify(['--azd', '--deployed'], { CI: '' });
    expect([code, errors]).toEqual([0, expect.stringMatching(said)]);
  });

  it('fails where CI is set', async () => {
    const { code, errors } = await verify(['--azd', '--deployed'], { CI: 'true' });
    expect([code, errors]).toEqual([1, expect.stringMatching(said)]);
  });

  it('by hand fails as ever', async () => {
    const { code, errors } = await verify(['--azd'], { CI: '' });
    expect([code, errors]).toEqual([1, expect.stringMatching(/^azd cannot be run/)]);
  });

  it.each([
    ['true', 1],
    ['1', 1],
    ['false', 0],
    ['0', 0],
  ])('CI=%s ends with %d', (CI, exitCode) => {
    expect(toVerdict(new Problem('It is dark.', 'Wait.'), { CI })).toEqual({
      line: 'Deployed; verification failed: It is dark. Wait. To verify again: npm run verify:azd',
      exitCode,
    });
  });
});
