import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { collectNotices } from '../../scripts/notices.ts';

it('a licence outside the list stops the build and is named', async () => {
  const root = mkdtempSync(join(tmpdir(), 'callspan-notices-'));
  const add = (name: string, license: string) => {
    mkdirSync(join(root, 'node_modules', name), { recursive: true });
    writeFileSync(
      join(root, 'node_modules', name, 'package.json'),
      JSON.stringify({ name, version: '1.0.0', license }),
    );
    writeFileSync(join(root, 'node_modules', name, 'LICENSE'), 'the text');
  };
  add('good', 'MIT');
  add('@scope/bad', 'GPL-3.0');
  const inputs = (...names: string[]) => ({
    inputs: Object.fromEntries(
      names.map((name) => [`node_modules/${name}/index.js`, { bytes: 1, imports: [] }]),
    ),
    outputs: {},
  });
  add('other', 'ISC');
  expect(await collectNotices(root, inputs('good', 'other'))).toBe(
    'good 1.0.0 (MIT)\nother 1.0.0 (ISC)\n\nthe text\n',
  );
  await expect(collectNotices(root, inputs('good', '@scope/bad'))).rejects.toThrow(
    '@scope/bad: GPL-3.0',
  );
  rmSync(root, { recursive: true });
});
