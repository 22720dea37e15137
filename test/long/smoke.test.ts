import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';

/** Runs scripts/smoke.js as the workflow does. */
function smoke(settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, 'scripts/smoke.js')], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output })),
  );
}

it('the smoke test asks by HTTP and by the queue, and passes when both have an answer and a trace', async () => {
  const { code, output } = await smoke();
  expect([code, output]).toEqual([0, expect.stringContaining('✓ npm start')]);
  expect(output).toMatch(/^POST \/api\/v1\/chat\/completions .* 200$/m);
  expect(output).toMatch(/^generate_completion /m);
});

it('the smoke test fails when npm start does not start, and shows what it said', async () => {
  const { code, output } = await smoke({ MAX_OUTPUT_TOKENS: 'many' });
  expect([code, output]).toEqual([1, expect.stringContaining('✕ npm start ended before')]);
  expect(output).toContain('MAX_OUTPUT_TOKENS must be');
});

it('the smoke test fails when a question is not answered', async () => {
  const settings = { AZURE_AI_INFERENCE_ENDPOINT: 'http://127.0.0.1:1/v1' };
  const { code, output } = await smoke(settings);
  expect([code, output]).toEqual([1, expect.stringContaining('✕ npm run ask ended with 1')]);
});
