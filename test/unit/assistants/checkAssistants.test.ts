import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Assistant } from '../../../src/assistants/assistant.ts';
import { checkAssistants } from '../../../src/assistants/checkAssistants.ts';
import { assistants } from '../../../src/assistants/list.ts';
import { defineTool, type Tool } from '../../../src/assistants/tool.ts';
import { isStartError } from '../../../src/values/startError.ts';
import { limitsIn } from '../../time/limitsIn.ts';
import { startAssistants } from './startAssistants.ts';

const tool = (change: Partial<Tool> = {}): Tool =>
  ({
    ...defineTool({
      name: 'echo',
      description: 'Gives back what it is given.',
      arguments: z.strictObject({ text: z.string() }),
      run: async ({ text }) => ({ text }),
    }),
    ...change,
  }) as Tool; // of an unknown schema, as in a list of tools
const assistant = (change: Partial<Assistant> = {}): Assistant => ({
  name: 'guide',
  version: '1',
  instructions: 'You are a guide.',
  tools: [tool()],
  ...change,
});

/** What is wrong, a line each; empty when nothing is. */
function problemsOf(given: readonly Assistant[], models?: readonly string[]): readonly string[] {
  try {
    checkAssistants(given, models);
    return [];
  } catch (error) {
    if (!isStartError(error)) throw error;
    return error.message.split('\n  - ').slice(1);
  }
}

describe('assistants are checked before anybody asks them', () => {
  it('those of this app are right, with any settings', () => {
    expect(problemsOf(assistants)).toEqual([]);
    expect(problemsOf(assistants, ['gpt-4o'])).toEqual([]);
  });

  const withTool = (change: Partial<Tool>) => assistant({ tools: [tool(change)] });
  it.each<[string, Assistant, RegExp]>([
    ['no name', assistant({ name: '' }), /^assistant "" must have a name/],
    [
      'a name with a blank',
      assistant({ name: 'my guide' }),
      /^assistant "my guide" must have a name/,
    ],
    [
      'a name with a line break',
      assistant({ name: 'guide\n' }),
      /^assistant "guide\\n" must have a name/,
    ],
    ['a name that is too long', assistant({ name: 'x'.repeat(65) }), /must have a name of 1 to 64/],
    ['no version', assistant({ version: '' }), /^assistant "guide" must have a version/],
    ['no instructions', assistant({ instructions: ' \n' }), /must have instructions/],
    [
      '129 tools',
      assistant({ tools: Array.from({ length: 129 }, (_, at) => tool({ name: `t${at}` })) }),
      /more than 128 tools/,
    ],
    ['a tool without a name', withTool({ name: '' }), /has a tool "" that must have a name/],
    [
      'a tool with a dot in its name',
      withTool({ name: 'my.tool' }),
      /has a tool "my\.tool" that must have a name/,
    ],
    ['a tool with a long name', withTool({ name: 'x'.repeat(65) }), /must have a name of 1 to 64/],
    [
      'a tool without a description',
      withTool({ description: '' }),
      /has a tool "echo" that must have a description/,
    ],
    [
      'two tools of one name',
      assistant({ tools: [tool(), tool()] }),
      /has a tool "echo" that has the name of another one/,
    ],
    ['no whole number of steps', assistant({ limits: { maxSteps: 1.5 } }), /maxSteps/],
    ['no step', assistant({ limits: { maxSteps: 0 } }), /maxSteps/],
    ['steps without end', assistant({ limits: { maxSteps: Number.NaN } }), /maxSteps/],
    ['fewer calls than none', assistant({ limits: { maxToolCalls: -1 } }), /maxToolCalls/],
    ['no time for tools', assistant({ limits: { toolMs: 0 } }), /toolMs/],
    ['no tokens', assistant({ limits: { maxTokens: 0 } }), /maxTokens/],
    [
      'endless money',
      assistant({ limits: { maxCostUsd: Number.POSITIVE_INFINITY } }),
      /maxCostUsd/,
    ],
    ['no money', assistant({ limits: { maxCostUsd: 0 } }), /maxCostUsd/],
  ])('%s', (_, given, problem) => {
    expect(problemsOf([given])).toEqual([expect.stringMatching(problem)]);
  });

  it.each<[string, z.ZodType]>([
    ['a date', z.strictObject({ day: z.date() })],
    [
      'a date deep within',
      z.strictObject({ days: z.array(z.strictObject({ day: z.coerce.date() })) }),
    ],
    ['a bigint', z.strictObject({ count: z.bigint() })],
    ['a map', z.strictObject({ of: z.map(z.string(), z.string()) })],
    ['a set', z.strictObject({ of: z.set(z.string()) })],
    ['undefined', z.strictObject({ of: z.undefined() })],
    ['a class', z.strictObject({ of: z.instanceof(Date) })],
    ['no object', z.string()],
    ['anything', z.any()],
    [
      'one of two objects',
      z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]),
    ],
  ])('a tool whose arguments are %s, which no model can be told', (_, schema) => {
    expect(problemsOf([withTool({ arguments: schema })])).toEqual([
      expect.stringMatching(
        /^assistant "guide" has a tool "echo" that takes arguments that are no object in JSON schema/,
      ),
    ]);
  });

  it('two of one name', () => {
    expect(problemsOf([assistant(), assistant({ name: 'other' }), assistant()])).toEqual([
      'assistant "guide" has the name of another one',
    ]);
  });

  it('a model must be one of the deployments; the build does not know them', () => {
    const given = [assistant({ model: 'gpt-5' })];
    expect(problemsOf(given, ['gpt-4o', 'gpt-5'])).toEqual([]);
    expect(problemsOf(given)).toEqual([]);
    expect(problemsOf(given, ['gpt-4o'])).toEqual([
      'assistant "guide" has the model "gpt-5", which is none of the deployments that the settings name',
    ]);
  });

  it('the name of a deployment is a slip, unless the assistant says which model it asks', () => {
    const models = ['gpt-4o', 'gpt-4o-mini'];
    expect(problemsOf([assistant({ name: 'gpt-4o', model: 'gpt-4o' })], models)).toEqual([]);
    expect(problemsOf([assistant({ name: 'gpt-4o' })], models)).toEqual([
      expect.stringMatching(/^assistant "gpt-4o" has the name of a deployment/),
    ]);
  });

  it('every problem is in one error', () => {
    const wrong = assistant({ version: '', limits: { maxSteps: 0 }, tools: [tool({ name: '?' })] });
    expect(problemsOf([wrong, assistant({ model: 'none' })], ['gpt-4o'])).toHaveLength(5);
  });
});

it('unchecked, such an assistant fails, and its span ends once', async () => {
  const given = assistant({ tools: [tool({ arguments: z.strictObject({ day: z.date() }) })] });
  const { inference, agents } = startAssistants('http://127.0.0.1:1', [given]);
  const request = inference.parse({ model: 'guide', messages: [{ role: 'user', content: 'hi' }] });
  await expect(inference.complete(request, limitsIn(5_000))).rejects.toThrow();
  expect(agents.map(({ ended }) => ended.length)).toEqual([1]);
});
