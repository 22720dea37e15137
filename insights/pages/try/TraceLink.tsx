import type { Operation } from '../../api.ts';
import { formatMoney, formatTokens } from '../../format.ts';
import { useTrace } from '../useTrace.ts';

/** The way to a call's trace; its rows come a moment after its answer, and that is said. */
export function TraceLink({ requestId }: { requestId: string }) {
  const found = useTrace(requestId);
  return (
    <p class="try-trace" role="status">
      {found === 'waiting' && <span class="dim">Its rows are on their way …</span>}
      {found === 'lost' && (
        <>
          No row of it has come in 20 s. <a href="/health">Health</a> says what may be wrong.
        </>
      )}
      {typeof found === 'object' && (
        <>
          <a class="button" href={`/calls/${encodeURIComponent(found.operation_Id)}`}>
            Open its trace
          </a>
          <span class="dim">{toLine(found)}</span>
        </>
      )}
    </p>
  );
}

/** What is known of a call so far. */
function toLine({ outcome, modelCalls, inputTokens, outputTokens, costUsd }: Operation): string {
  const parts = [
    outcome,
    modelCalls > 0 && `${modelCalls} model ${modelCalls === 1 ? 'call' : 'calls'}`,
    outputTokens !== null && `${formatTokens(inputTokens)} → ${formatTokens(outputTokens)} tokens`,
    outputTokens !== null && (costUsd === null ? 'no price for its model' : formatMoney(costUsd)),
  ];
  return parts.filter(Boolean).join(' · ');
}
