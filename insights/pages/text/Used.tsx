import type { Operation } from '../../api.ts';
import { Cost, Tokens } from './amounts.tsx';

/** What the models of a call used, and what it cost. */
export function Used({ operation }: { operation: Operation }) {
  const { inputTokens, outputTokens, cachedInputTokens, costUsd, priced } = operation;
  const model = operation.fallbackModel ?? operation.model ?? 'its model';
  return (
    <>
      <Tokens input={inputTokens} output={outputTokens} cached={cachedInputTokens} />
      <Cost least usd={costUsd} unpriced={priced ? 0 : 1} models={[model]} />
    </>
  );
}
