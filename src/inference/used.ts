import type { ErrorCode } from '../errors.ts';
import type { ModelAnswered } from '../telemetry/spans/modelAttributes.ts';
import type { Limits } from '../values/deadline.ts';

/** Failures after which a model may have worked all the same. */
const mayHaveWorked: ReadonlySet<ErrorCode> = new Set([
  'model_timeout',
  'model_bad_response',
  'client_closed',
]);

/**
 * Tells what a call to a model has used: what its answer says, where it says it of input and output. A model that refused, or was not
 * reached, has used nothing.
 */
export function tellUsed(
  { onUsed }: Limits,
  answered: ModelAnswered | undefined,
  code: ErrorCode | undefined,
): void {
  if (onUsed === undefined) return;
  const { inputTokens, outputTokens, costUsd } = answered ?? { inputTokens: undefined };
  // Half of it is no use: what is left out would be given back. Only embeddings have no output.
  const isWhole = outputTokens !== undefined || !Object.hasOwn(answered ?? {}, 'outputTokens');
  // Some servers count from the first chunk on: who leaves then would pay for no output.
  const isEarly = code !== undefined && outputTokens === 0;
  if (inputTokens !== undefined && isWhole && !isEarly) {
    onUsed({ tokens: inputTokens + (outputTokens ?? 0), usd: costUsd ?? 0 });
  } else if (answered !== undefined || (code !== undefined && mayHaveWorked.has(code))) {
    onUsed(undefined);
  }
}
