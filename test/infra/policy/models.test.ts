import { describe, expect, it } from 'vitest';
import { both, ofType } from '../deployments.ts';

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
});
