import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { root } from '../../local/stack/root.ts';

const read = (path: string) => readFile(join(root, path), 'utf8');

it('a job puts the tests on Core Tools as docs/local.md tells people to, and says that it was never run', async () => {
  const text = await read('.github/workflows/ci.yml');
  const { steps } = parseDocument(text).toJS().jobs['core-tools'];
  const { env, run } = steps.at(-1);
  const guide = (await read('docs/local.md')).replaceAll(/\\\n\s*/g, '');
  const { CALLSPAN_TEST_HOST: url, CALLSPAN_TEST_HOST_COMMAND: command } = env;
  const [, folders] = /vitest\.mjs run (.*)$/.exec(run) ?? [];
  expect(folders).toContain('test/e2e');
  expect(guide).toContain(
    `CALLSPAN_TEST_HOST='${url}' CALLSPAN_TEST_HOST_COMMAND='${command}' npx vitest run ${folders}`,
  );
  const [, above] = /\n\n((?: +#.*\n)+) {2}core-tools:/.exec(text) ?? [];
  expect(above).toContain('it has never run');
});
