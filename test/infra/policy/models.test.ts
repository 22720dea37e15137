import { describe, expect, it } from 'vitest';
import { both, ofType, plain, read, vnet } from '../deployments.ts';

describe('models', () => {
  // Legacy, deprecated or retired by https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule of
  // 2026-09-02: most of them refuse new deployments already.
  const gone = /^(gpt-35|gpt-3\.5|gpt-4|o1|o3|o4|codex-mini|gpt-5(\.\d)?-chat|gpt-chat-latest)/;

  it.each(both)('none is retired or about to be (%s)', (_name, deployment) => {
    const deployed = ofType(deployment, 'Microsoft.CognitiveServices/accounts/deployments');
    expect(deployed.length).toBeGreaterThan(0);
    for (const { name, properties } of deployed) {
      const { model } = properties as { model: { name: string } };
      expect(model.name).not.toMatch(gone);
      // A deployment under another model's name would make spans and prices lie.
      expect(name.split('/')[1]).toBe(model.name);
    }
  });

  const of = (deployment: typeof plain) =>
    ofType(deployment, 'Microsoft.CognitiveServices/accounts/deployments').map(({ name, sku }) => [
      name.split('/')[1],
      sku,
    ]);

  it('there is one by default, with a capacity for a call every two seconds', () => {
    expect(of(plain)).toEqual([['gpt-5.4-mini', { name: 'GlobalStandard', capacity: 250 }]]);
  });

  it('a fallback, the capacity, and where calls are processed can be chosen', () => {
    expect(of(vnet)).toEqual([
      ['gpt-5.4-mini', { name: 'DataZoneStandard', capacity: 10 }],
      ['gpt-5-mini', { name: 'DataZoneStandard', capacity: 10 }],
      ['text-embedding-3-large', { name: 'DataZoneStandard', capacity: 100 }],
    ]);
  });

  describe('docs/deploy.md', () => {
    const section = /^## Regions, models and quota\n(.*?)^## /ms.exec(read('docs/deploy.md'))?.[1];
    const rows = [...(section ?? '').matchAll(/^\| `(gpt-[\w.*-]+)` +\| (\S+) +\| (.+?) +\|/gm)];
    const refused = new Map(rows.map(([, name = '', , words = '']) => [name, words]));

    it('says of each model when it retires and what it refuses, by the day it was read', () => {
      expect(rows.length).toBeGreaterThan(6);
      for (const [, , day] of rows) expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(section).toMatch(/read on \d{4}-\d\d-\d\d/);
      expect(refused.get('gpt-5.6-*')).toContain('`tools`');
      expect(refused.get('gpt-5.4-mini')).toContain('`reasoning_effort: "minimal"`');
      expect(refused.get('gpt-5-mini')).not.toContain('minimal');
    });

    it('gives the remedies without quota in their order, and another region is none', () => {
      const steps = [...(section ?? '').matchAll(/^(\d)\. (.+)$/gm)].map(([, , text]) => text);
      expect(steps.slice(0, 3)).toEqual([
        expect.stringContaining('endpoint that you have'),
        expect.stringContaining('Ask for quota'),
        expect.stringContaining('azd env set MODEL'),
      ]);
      expect(section).toContain('Another region is no remedy');
    });
  });
});
