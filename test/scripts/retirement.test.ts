import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { root } from '../../local/stack/root.ts';
import { readDefaultModel, retirementNotice } from '../../scripts/retirement.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { model, retires } = readDefaultModel();
const daysBefore = (days: number) => new Date(retires.getTime() - days * 86_400_000);

describe('the retirement of the default model', () => {
  it('is told from 180 days before, and after it', () => {
    expect(retirementNotice(daysBefore(181))).toBeUndefined();
    expect(retirementNotice(daysBefore(180))).toContain(`${model} retires on `);
    expect(retirementNotice(daysBefore(-1))).toContain(`${model} retired on `);
  });

  it('is one line of npm test, which it does not fail, and fails the tests of each night', () => {
    expect(read('scripts/check.ts')).toContain('const notice = retirementNotice(new Date());');
    const { jobs } = parseDocument(read('.github/workflows/ci.yml')).toJS();
    expect(jobs.models.if).toBe(jobs.nightly.if);
    const runs = jobs.models.steps.map(({ run }: { run?: string }) => run);
    expect(runs).toContain('node --experimental-strip-types scripts/checkRetirement.ts');
    expect(read('scripts/checkRetirement.ts')).toContain('process.exitCode = 1');
    expect(read('scripts/check.ts').match(/exitCode = 1/g)).toHaveLength(1);
  });

  it('has one date: that of the table in docs/deploy.md', () => {
    const day = retires.toISOString().slice(0, 10);
    for (const file of ['scripts/retirement.ts', 'infra/main.bicep', 'docs/troubleshooting.md'])
      expect(read(file)).not.toContain(day);
    expect(read('docs/deploy.md').split(day)).toHaveLength(2);
  });
});
