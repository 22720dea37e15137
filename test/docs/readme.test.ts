import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isEmbedded } from '../../local/stack/embedded.ts';
import { root } from '../../local/stack/root.ts';
import { readSample } from '../../local/stack/settings.ts';
import { parseConfig } from '../../src/config.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

it('README has at most 140 lines', () => {
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(140);
});

it.each([
  ['Ollama', 'http://127.0.0.1:11434/v1', ['llama3.2']],
  ['Foundry', 'https://RESOURCE.services.ai.azure.com/api/projects/PROJECT/openai/v1', ['gpt-4o']],
  ['OpenAI', 'https://api.openai.com/v1', ['gpt-4o', 'gpt-4o-mini']],
])('three lines of README set %s as the model', (name, endpoint, models) => {
  const block = new RegExp(`^# ${name}.*\n((?:[^#\`].*\n)+)`, 'm').exec(readme)?.[1];
  const lines = `${block}`.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  const exported = lines.filter((line) => line.startsWith('export ')).join(' ');
  const values = [...exported.matchAll(/(\w+)=(\S+)/g)].map(([, key = '', value = '']) => [
    key,
    value.replace('…', 'key'),
  ]);
  const settings = { ...readSample(root), ...Object.fromEntries(values) };
  const { inference } = parseConfig(settings, 'test');
  expect(isEmbedded('model', settings)).toBe(false);
  expect(inference.endpoint.toLowerCase()).toBe(endpoint.toLowerCase());
  expect(inference.models).toEqual(models);
});

it("README's table has every npm script, and no other", () => {
  const [table = ''] = /^\| script .*\n(?:\|.*\n)+/m.exec(readme) ?? [];
  const told = table
    .split('\n')
    .slice(2)
    .flatMap((line) => (line.split('|')[1] ?? '').match(/[\w:]+/g) ?? []);
  const hooks = Object.keys(manifest.scripts).filter((name) => {
    return name.startsWith('pre') && manifest.scripts[name.slice(3)] !== undefined;
  });
  const scripts = Object.keys(manifest.scripts).filter((name) => !hooks.includes(name));
  expect(told.toSorted()).toEqual(scripts.toSorted());
});
