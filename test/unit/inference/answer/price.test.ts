import { expect, it } from 'vitest';
import type { ChatAnswer } from '../../../../src/inference/answer/chatAnswer.ts';
import { costUsd } from '../../../../src/inference/answer/price.ts';

const prices = new Map([
  ['gpt-4o', { input: 2.5, output: 10, cachedInput: 1.25 }],
  ['plain', { input: 3, output: 7 }],
  ['gpt-4o-2024-11-20', { input: 1, output: 1 }],
  ['embedding', { input: 0.02, output: 0 }],
]);
const usage = (prompt_tokens: number, completion_tokens: number, cached_tokens?: number) => ({
  prompt_tokens,
  completion_tokens,
  prompt_tokens_details: { cached_tokens },
});
const answer = (fields: Partial<ChatAnswer>): ChatAnswer => ({ choices: [], ...fields });

it.each([
  ['input and output', 'gpt-4o', usage(1_000, 200), 0.0045],
  ['cached input has its own price', 'gpt-4o', usage(1_000, 200, 400), 0.004],
  ['without one it costs what input costs', 'plain', usage(1_000_000, 0, 500_000), 3],
  ['more cached than input: the input counts', 'gpt-4o', usage(100, 0, 5_000), 0.000125],
  ['no noise of binary fractions', 'plain', usage(1, 0), 0.000003],
  ['embeddings report no output', 'embedding', { prompt_tokens: 1_000 }, 0.00002],
  ['nothing used', 'gpt-4o', usage(0, 0), 0],
])('%s', (_name, deployment, used, cost) => {
  expect(costUsd(answer({ usage: used }), deployment, prices)).toBe(cost);
});

it('the price of the model that answered wins over that of the deployment', () => {
  const answered = answer({ model: 'gpt-4o-2024-11-20', usage: usage(1_000_000, 0) });
  expect(costUsd(answered, 'gpt-4o', prices)).toBe(1);
});

it('without a price or without usage there is no cost, rather than none', () => {
  expect(costUsd(answer({ usage: usage(1, 1) }), 'unknown', prices)).toBeUndefined();
  expect(costUsd(answer({}), 'gpt-4o', prices)).toBeUndefined();
});
