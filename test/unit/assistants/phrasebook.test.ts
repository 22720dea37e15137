import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { phrasebook } from './phrasebook.ts';
import { scriptAssistant } from './scriptAssistant.ts';

it('looks a phrase up and answers with it', async () => {
  const { ask, asked } = scriptAssistant(phrasebook, (step) =>
    step === 1
      ? { calls: [['phrase', { phrase: 'thank you', language: 'fi' }]] }
      : { content: 'Kiitos.' },
  );
  const answer = await ask('What is thank you in Finnish?');
  expect(answer.choices[0]?.message.content).toBe('Kiitos.');
  expect(asked[1]?.messages.at(-1)).toMatchObject({ role: 'tool', content: '{"found":"kiitos"}' });
});

it('tells the model of a phrase that is not there', async () => {
  const { ask, asked } = scriptAssistant(phrasebook, (step) =>
    step === 1
      ? { calls: [['phrase', { phrase: 'goodbye', language: 'fi' }]] }
      : { content: 'I do not know.' },
  );
  await ask();
  expect(asked[1]?.messages.at(-1)).toMatchObject({
    content: '{"error":"There is no such phrase in that language."}',
  });
});

it('docs/assistants.md shows this assistant as it is', () => {
  const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
  const inSrc = read('phrasebook.ts').replaceAll('../../../src/assistants/', './');
  expect(read('../../../docs/assistants.md')).toContain(`\`\`\`ts\n${inSrc}\`\`\``);
});
