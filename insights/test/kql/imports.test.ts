import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const insights = join(import.meta.dirname, '../..');
const files = readdirSync(insights, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && !/(?:^|\/)(?:test|dist|node_modules)\//.test(file));

/** Files that import values, not types alone, by a pattern of what is imported. */
function importing(pattern: RegExp): readonly string[] {
  return files.filter((file) => {
    const text = readFileSync(join(insights, file), 'utf8');
    const found = [...text.matchAll(/^import (?!type )(?:[^;]*? from )?'([^']+)'/gm)];
    return found.some(([, name = '']) => pattern.test(name));
  });
}

it('the parser and its half a second are the engine’s own process’ alone', () => {
  expect(importing(/^@kusto\//)).toEqual(['kql/parser.ts']);
  expect(importing(/^re2js/)).toEqual(['kql/regexes.ts']);
  expect(importing(/\/parser\.ts$/)).toEqual(['kql/assist.ts', 'kql/runQuery.ts']);
  expect(importing(/\/runQuery\.ts$/)).toEqual(['kql/process.ts']);
  expect(importing(/\/process\.ts$/)).toEqual([]);
  expect(importing(/\/regexes\.ts$/)).not.toContain('kql/engine.ts');
});

it('outside of its folder only the engine, what it says, the names of its tables and the reader of its timespan are known', () => {
  const outside = (file: string) => !file.startsWith('kql/');
  const names = files.filter(outside).flatMap((file) => {
    const text = readFileSync(join(insights, file), 'utf8');
    return [...text.matchAll(/from '[./]+\/kql\/([^']+)'/g)].map(([, name]) => name);
  });
  expect([...new Set(names)].sort()).toEqual([
    'engine.ts',
    'messages.ts',
    'tables.ts',
    'timespan.ts',
  ]);
});
