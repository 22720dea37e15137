import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Assistant } from '../../src/assistants/assistant.ts';
import { defineTool } from '../../src/assistants/tool.ts';

const wait = defineTool({
  name: 'wait',
  description: 'Makes the first file, and waits for the second; tells how often it ran before.',
  arguments: z.strictObject({ made: z.string(), awaited: z.string() }),
  async run({ made, awaited }, signal) {
    const ranBefore = existsSync(made);
    writeFileSync(made, '');
    signal.addEventListener('abort', () => writeFileSync(`${made}.aborted`, ''));
    while (!existsSync(awaited)) await sleep(20, undefined, { signal });
    return { ranBefore };
  },
});

/** An assistant with a tool that waits for a file, for tests of what happens meanwhile. */
export const pause: Assistant = {
  name: 'pause',
  version: '1',
  instructions: 'You wait.',
  tools: [wait],
  limits: { toolMs: 60_000 },
};
