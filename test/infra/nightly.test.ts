import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { root } from '../../local/stack/root.ts';

/** The seed that a run starts from, with this in FUZZ_SEED; test/build.ts says it. */
function seedOf(given: string): string {
  const config = pathToFileURL(join(root, 'vitest.config.ts')).href;
  return execFileSync(
    process.execPath,
    [
      ...['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
      ...[
        '--input-type=module',
        '--eval',
        `const { default: make } = await import(${JSON.stringify(config)});
        process.stdout.write(make({ mode: 'long' }).test.env.FUZZ_SEED);`,
      ],
    ],
    { cwd: root, encoding: 'utf8', env: { ...process.env, FUZZ_SEED: given } },
  );
}

describe('the tests of each night', () => {
  it('are the long ones, and no seed is set for them', async () => {
    const text = await readFile(join(root, '.github/workflows/ci.yml'), 'utf8');
    const { on, jobs } = parseDocument(text).toJS();
    expect(on.schedule).toHaveLength(1);
    expect(jobs.nightly.if).toContain("github.event_name == 'schedule'");
    expect(jobs.nightly.steps.map(({ run }: { run?: string }) => run)).toContain(
      'npm run test:long',
    );
    expect(text).not.toContain('FUZZ_SEED');
  });

  it('start from a new seed and say which, and start again from the one that they are told', async () => {
    const [first, second] = [seedOf(''), seedOf('')];
    expect(first).toMatch(/^\d+$/);
    expect(second).not.toBe(first);
    expect(seedOf('1234')).toBe('1234');
  });
});
