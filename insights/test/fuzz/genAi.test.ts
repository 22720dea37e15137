import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../../test/fuzz/runs.ts';
import { genAi } from '../../genAi/attributes.ts';
import { operationNames, otherNames } from '../../genAi/names.ts';
import { withContent } from '../../genAi/withContent.ts';
import { createLists } from '../../store/list.ts';
import { openStore } from '../../store/store.ts';
import { explain } from '../../view/explain.ts';
import { toMarkdown } from '../../view/markdown.ts';
import { readMessages } from '../../view/messages.ts';
import { toWaterfall } from '../../view/waterfall.ts';
import { toRow } from '../store/rows.ts';
import { odd, text } from './oddValues.ts';

const names = [...Object.keys(otherNames), ...Object.values(otherNames).flat()];
const content = [
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'ai.prompt.messages',
  'ai.prompt',
  'ai.prompt.tools',
  'ai.response.text',
  'ai.response.toolCalls',
  'gen_ai.prompt',
  'gen_ai.completion',
  'gen_ai.event.content',
  'input.value',
  'output.value',
  'langfuse.observation.input',
  'langfuse.observation.output',
  'langfuse.observation.usage_details',
  'langfuse.observation.cost_details',
  'langfuse.observation.completion_start_time',
];
const step = fc.oneof(
  fc.constantFrom('0', '1', '99999999999', 'role', 'content', 'message', 'tool_calls', 'tool_call'),
  fc.constantFrom('__proto__', 'constructor', '', 'contents', 'function', 'name', 'arguments'),
);
const numbered = fc
  .tuple(
    fc.constantFrom('gen_ai.prompt', 'gen_ai.completion', 'llm.input_messages', 'llm.tools'),
    fc.array(step, { minLength: 1, maxLength: 14 }),
  )
  .map(([prefix, path]) => [prefix, ...path].join('.'));
const message = fc.record(
  {
    role: fc.oneof(fc.constantFrom('user', 'assistant', 'tool'), odd),
    content: odd,
    parts: odd,
    tool_calls: odd,
    finish_reason: odd,
  },
  { requiredKeys: [] },
);
const value = fc.oneof(
  text,
  odd.map((each) => `${JSON.stringify(each)}`),
  fc.array(message, { maxLength: 3 }).map((each) => JSON.stringify(each)),
);
const operation = fc.oneof(
  ...operationNames.map(([name, operations]) =>
    fc.constantFrom(...Object.keys(operations)).map((each) => ({ [name]: each })),
  ),
  text.map((each) => ({ 'gen_ai.operation.name': each })),
  fc.constant({ 'gen_ai.operation.name': 'chat' }),
);
const dimensions = fc
  .tuple(
    operation,
    fc.dictionary(fc.oneof(fc.constantFrom(...names, ...content), numbered), value, {
      maxKeys: 8,
    }),
  )
  .map(([of, rest]) => ({ ...rest, ...of }) as Record<string, string>);

const id = fc.constantFrom('a', 'b', 'c', '');
const row = fc
  .tuple(
    dimensions,
    fc.constantFrom('dependencies', 'traces', 'customEvents', 'requests'),
    id,
    id,
    fc.constantFrom('gen_ai.user.message', 'gen_ai.choice', 'gen_ai.content.prompt', 'x'),
  )
  .map(([customDimensions, itemType, own, parent, event]) =>
    toRow({
      itemType: itemType as 'traces',
      id: own,
      operation_ParentId: parent,
      name: event,
      message: event,
      duration: 5,
      customDimensions,
    }),
  );

it('whatever a row says of a model call, by whatever names, it is kept, listed and shown', () => {
  const store = openStore(':memory:', { ms: 1e12, rows: 1_000 }, undefined, prices());
  const lists = createLists(store.database);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
      store.clear();
      expect(store.write(rows)).toBe(rows.length);
      const { items } = lists.operations({}, { limit: 10 });
      expect(items).toHaveLength(1);
      const { items: kept } = store.operation('op', (each) => each);
      expect(kept).toHaveLength(rows.length);
      for (const each of kept) {
        const sent = rows.find(({ customDimensions }) =>
          Object.entries(customDimensions).every(([k, v]) => each.customDimensions[k] === v),
        );
        expect(sent).toBeDefined();
        for (const [name, own] of Object.entries(each.customDimensions)) {
          expect(genAi(each, name)).toBe(own);
        }
        readMessages(withContent(each, kept));
      }
      explain(kept);
      toMarkdown(kept);
      toWaterfall(kept);
    }),
    runs(150),
  );
  store.close();
});

function prices() {
  return new Map([['gpt-4o', { input: 1, output: 2 }]]);
}
