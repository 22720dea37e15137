import * as z from 'zod';
import type { Assistant } from '../../../src/assistants/assistant.ts';
import { defineTool, ToolError } from '../../../src/assistants/tool.ts';

const phrases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  fi: { hello: 'hei', 'thank you': 'kiitos' },
  it: { hello: 'ciao', 'thank you': 'grazie' },
};

const phrase = defineTool({
  name: 'phrase',
  description: 'A phrase in another language.',
  arguments: z.strictObject({
    phrase: z.string().describe('In English, lower case'),
    language: z.string().length(2).describe('ISO 639-1, as fi'),
  }),
  async run({ phrase, language }) {
    const found = phrases[language]?.[phrase];
    if (found === undefined) throw new ToolError('There is no such phrase in that language.');
    return { found };
  },
});

/** Says a few words in other languages. */
export const phrasebook: Assistant = {
  name: 'phrasebook',
  version: '1',
  instructions: 'You translate single phrases. Call phrase; never translate by yourself.',
  tools: [phrase],
  limits: { maxSteps: 4, maxTokens: 2_000 },
};
