import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { throughFile } from './azd/dotenv.ts';
import { resolveParameters, variables } from './azd/parameters.ts';
import { shells } from './azd/shells.ts';
import { read } from './deployments.ts';

const pages = ['deploy', 'troubleshooting', 'runbooks'].map((name) => read(`docs/${name}.md`));
const blocks = [...pages.join('\n').matchAll(/^ *```(\w+)\n(.*?)^ *```$/gms)].map(
  ([, language = '', text = '']) => ({ language, text }),
);
const settings = ({ text }: { text: string }) =>
  [...text.matchAll(/^ *azd env set (\w+) ('.*?'(?= *$| +#)|\S+)/gm)].map(
    ([, name = '', written = '']) => [name, written] as const,
  );
const set = (written: readonly (readonly [string, string])[], shell: keyof typeof shells) =>
  Object.fromEntries(written.map(([name, text]) => [name, throughFile(shells[shell](text))]));

const meant = {
  alertThresholds: { errorPercent: 20, costDollars: 50 },
  systemPrompt: 'Answer in German.\nBegin with "Moin".',
};
const blockOf = (start: string) => {
  const found = blocks.find(
    ({ text }) => text.includes('ALERT_THRESHOLDS') && text.startsWith(start),
  );
  return settings(found ?? { text: '' });
};

describe('azd env set, as the documentation writes it', () => {
  it('names parameters that there are', () => {
    const named = blocks.flatMap(settings).map(([name]) => name);
    expect(named.length).toBeGreaterThan(10);
    for (const name of named) expect(variables).toContain(name);
    for (const [, name] of pages.join('\n').matchAll(/`azd env set ([A-Z_]+)\b(?! VALUE)/g))
      expect(variables).toContain(name);
  });

  it.each([
    ['azd', 'bash'],
    ['# PowerShell 7.3', 'PowerShell 7.3'],
    ['# Windows PowerShell 5.1', 'Windows PowerShell 5.1'],
  ] as const)('JSON and a text with quotes and lines arrive whole (%s, %s)', (start, shell) => {
    const written = blockOf(start);
    expect(written).toHaveLength(2);
    expect(resolveParameters(set(written, shell))).toEqual(meant);
  });

  it('in Windows PowerShell 5.1 the forms of the other shells stop azd', () => {
    const [thresholds] = blockOf('azd');
    expect(() =>
      resolveParameters(set([thresholds ?? ['', '']], 'Windows PowerShell 5.1')),
    ).toThrow(SyntaxError);
  });

  it.skipIf(process.platform === 'win32')('a shell passes them on as is said here', () => {
    for (const [, written] of blockOf('azd')) {
      const passed = execFileSync('sh', ['-c', `printf %s ${written}`], { encoding: 'utf8' });
      expect(passed).toBe(shells.bash(written));
    }
  });

  it('numbers, truth values and lists need no quotes in any shell', () => {
    const written = [
      ['MODEL_CAPACITY', '500'],
      ['INSTANCE_MEMORY_MB', '4096'],
      ['VNET_ENABLED', 'true'],
      ['APP_NODE_VERSION', '24'],
      ['CORS_ORIGINS', 'https://app.example.com,https://b.example.com'],
    ] as const;
    for (const shell of ['bash', 'PowerShell 7.3', 'Windows PowerShell 5.1'] as const) {
      expect(resolveParameters(set(written, shell))).toEqual({
        modelCapacity: 500,
        instanceMemoryMB: 4096,
        vnetEnabled: true,
        nodeVersion: '24',
        corsOrigins: 'https://app.example.com,https://b.example.com',
      });
    }
  });

  it('what is not set is left to the template', () => {
    expect(resolveParameters({})).toEqual({});
  });
});
