import * as z from 'zod';
import type { Assistant } from '../../src/assistants/assistant.ts';
import { defineTool, ToolError } from '../../src/assistants/tool.ts';

const given = z.looseObject({});

/** An assistant all of whose words are canaries: for the test of where they go. */
export const leaky: Assistant = {
  name: 'leaky',
  version: '1',
  instructions: 'canary-instructions-2b90',
  tools: [
    defineTool({
      name: 'gives',
      description: 'Gives a canary.',
      arguments: given,
      run: async () => ({ found: 'canary-result-77c1' }),
    }),
    defineTool({
      name: 'fails',
      description: 'Fails in a library’s words.',
      arguments: given,
      async run() {
        throw Object.assign(new TypeError('canary-foreign-90ab'), { code: 'canary-foreign-90ab' });
      },
    }),
    defineTool({
      name: 'refuses',
      description: 'Fails in its own words.',
      arguments: given,
      async run() {
        throw new ToolError('canary-refusal-3e44');
      },
    }),
    defineTool({
      name: 'strict',
      description: 'Takes a number.',
      arguments: z.strictObject({ n: z.number() }),
      run: async () => 'ok',
    }),
    defineTool({
      name: 'hangs',
      description: 'Takes its time.',
      arguments: given,
      run: () => new Promise(() => {}),
    }),
  ],
  limits: { toolMs: 100 },
};
