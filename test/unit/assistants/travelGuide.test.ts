import { expect, it } from 'vitest';
import { root } from '../../../local/stack/root.ts';
import { readSample } from '../../../local/stack/settings.ts';
import { toDefinition } from '../../../src/assistants/toDefinition.ts';
import { travelGuide } from '../../../src/assistants/travelGuide.ts';

it('begins as the system prompt of the sample does', () => {
  const { SYSTEM_PROMPT } = readSample(root);
  expect(SYSTEM_PROMPT).toBeTruthy();
  expect(travelGuide.instructions.startsWith(`${SYSTEM_PROMPT}`)).toBe(true);
});

it('tells the model of its tools by JSON schemas that leave nothing open', () => {
  for (const definition of travelGuide.tools.map(toDefinition)) {
    const { parameters = {} } = definition.function;
    expect(parameters).toMatchObject({ type: 'object', additionalProperties: false });
    expect(parameters).not.toHaveProperty('$schema');
    const { properties, required } = parameters as { properties: object; required: string[] };
    expect(required.sort()).toEqual(Object.keys(properties).sort());
  }
});
