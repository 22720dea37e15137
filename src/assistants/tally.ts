import type { Completion } from '../inference/answer/completion.ts';
import { sumOfKnown } from '../values/sumOfKnown.ts';
import type { AssistantLimits } from './assistant.ts';

type Usage = NonNullable<Completion['usage']>;

/** Sums over the steps of one answer. */
export interface Tally {
  add(completion: Completion, costUsd: number | undefined): void;
  /** In OpenAI's form, for the answer; undefined when no step reported its tokens. */
  readonly usage: Usage | undefined;
  /** US dollars; undefined when no step has a price. */
  readonly costUsd: number | undefined;
  /** Whether `maxTokens` or `maxCostUsd` is reached. */
  readonly budgetReached: boolean;
  /** The last text of a step. */
  readonly text: string;
}

/** Adds up the steps. */
export function createTally({ maxTokens, maxCostUsd }: AssistantLimits): Tally {
  let usage: Usage | undefined;
  let costUsd: number | undefined;
  let text = '';
  return {
    add(completion, cost) {
      if (completion.usage) usage = sumUsage(usage, completion.usage);
      if (cost !== undefined) costUsd = Number(((costUsd ?? 0) + cost).toPrecision(12));
      text = completion.choices[0]?.message.content || text;
    },
    get usage() {
      return usage;
    },
    get costUsd() {
      return costUsd;
    },
    get budgetReached() {
      const tokens = (usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0);
      return tokens >= (maxTokens ?? Infinity) || (costUsd ?? 0) >= (maxCostUsd ?? Infinity);
    },
    get text() {
      return text;
    },
  };
}

function sumUsage(a: Usage | undefined, b: Usage): Usage {
  const prompt = sumOfKnown(a?.prompt_tokens, b.prompt_tokens);
  const completion = sumOfKnown(a?.completion_tokens, b.completion_tokens);
  const cached = sumOfKnown(
    a?.prompt_tokens_details?.cached_tokens,
    b.prompt_tokens_details?.cached_tokens,
  );
  const reasoning = sumOfKnown(
    a?.completion_tokens_details?.reasoning_tokens,
    b.completion_tokens_details?.reasoning_tokens,
  );
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: sumOfKnown(prompt, completion),
    ...(cached != null && { prompt_tokens_details: { cached_tokens: cached } }),
    ...(reasoning != null && { completion_tokens_details: { reasoning_tokens: reasoning } }),
  };
}
