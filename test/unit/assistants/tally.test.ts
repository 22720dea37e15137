import { describe, expect, it } from 'vitest';
import type { AssistantLimits } from '../../../src/assistants/assistant.ts';
import { createTally } from '../../../src/assistants/tally.ts';
import type { Completion } from '../../../src/inference/answer/completion.ts';

type Usage = Completion['usage'];

const completion = (usage: Usage, content: string | null = null): Completion => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
  ...(usage !== undefined && { usage }),
});

/** What is told after steps, each with its usage and cost. */
function tallyOf(
  steps: readonly (readonly [usage: Usage, costUsd?: number | undefined])[],
  limits: AssistantLimits = {},
) {
  const tally = createTally(limits);
  for (const [usage, costUsd] of steps) tally.add(completion(usage), costUsd);
  return tally;
}

describe('the usage of an answer', () => {
  it('is the sum of its steps, details included', () => {
    const step = {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: 40 },
      completion_tokens_details: { reasoning_tokens: 5 },
    };
    expect(tallyOf([[step], [step], [step]]).usage).toEqual({
      prompt_tokens: 300,
      completion_tokens: 60,
      total_tokens: 360,
      prompt_tokens_details: { cached_tokens: 120 },
      completion_tokens_details: { reasoning_tokens: 15 },
    });
  });

  it.each<[string, Usage[], object | undefined]>([
    ['no step tells any', [undefined, null], undefined],
    [
      'some steps tell none',
      [undefined, { prompt_tokens: 7, completion_tokens: 1 }, null],
      { prompt_tokens: 7, completion_tokens: 1, total_tokens: 8 },
    ],
    [
      'only the second has details',
      [
        { prompt_tokens: 1, completion_tokens: 1 },
        {
          prompt_tokens: 2,
          completion_tokens: 2,
          prompt_tokens_details: { cached_tokens: 1 },
        },
      ],
      {
        prompt_tokens: 3,
        completion_tokens: 3,
        total_tokens: 6,
        prompt_tokens_details: { cached_tokens: 1 },
      },
    ],
    [
      'a step tells null',
      [
        { prompt_tokens: null, completion_tokens: 4 } as Usage,
        { prompt_tokens: 3, completion_tokens: 1 },
      ],
      { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 },
    ],
  ])('when %s', (_, usages, sum) => {
    expect(tallyOf(usages.map((usage) => [usage])).usage).toEqual(sum);
  });
});

describe('the cost of an answer', () => {
  it.each<[readonly (number | undefined)[], number | undefined]>([
    [[0.1, 0.2], 0.3],
    [Array(10).fill(0.1), 1],
    [[undefined, 0.004], 0.004],
    [[undefined], undefined],
    [[0], 0],
    [[], undefined],
  ])('%j is %s', (costs, sum) => {
    expect(tallyOf(costs.map((cost) => [null, cost])).costUsd).toBe(sum);
  });
});

describe('a budget', () => {
  const used = { prompt_tokens: 60, completion_tokens: 40 };
  it.each<[AssistantLimits, boolean]>([
    [{}, false],
    [{ maxTokens: 101 }, false],
    [{ maxTokens: 100 }, true],
    [{ maxTokens: 0 }, true],
    [{ maxCostUsd: 0.51 }, false],
    [{ maxCostUsd: 0.5 }, true],
    [{ maxTokens: 1_000, maxCostUsd: 0.5 }, true],
    [{ maxTokens: 100, maxCostUsd: 9 }, true],
  ])('of %j after 100 tokens and half a dollar: %s', (limits, reached) => {
    expect(tallyOf([[used, 0.5]], limits).budgetReached).toBe(reached);
  });

  it('of dollars is not reached by calls without a price', () => {
    expect(tallyOf([[used]], { maxCostUsd: 0.000_001 }).budgetReached).toBe(false);
  });

  it('of tokens is not reached by calls that tell none', () => {
    expect(tallyOf([[undefined], [null]], { maxTokens: 1 }).budgetReached).toBe(false);
  });
});

it('the text is the last that a step gave', () => {
  const tally = createTally({});
  expect(tally.text).toBe('');
  tally.add(completion(null, 'first'), undefined);
  tally.add(completion(null, ''), undefined);
  tally.add(completion(null, null), undefined);
  expect(tally.text).toBe('first');
  tally.add(completion(null, 'second'), undefined);
  expect(tally.text).toBe('second');
});
