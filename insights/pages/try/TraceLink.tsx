import { useEffect, useState } from 'preact/hooks';
import type { Operation, OperationList } from '../../api.ts';
import { formatMoney, formatTokens } from '../../format.ts';
import { getJson } from '../request.ts';

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

const everyMs = 500;
/** Rows of a call come within a second, the last of them 5 s later: until then what is known of it may grow. */
const growsMs = 5_000;
const mostMs = 20_000;

/** The operation of a session once it has ended and its own row has come; `lost` when it has not in 20 s. */
function useTrace(requestId: string | undefined): Operation | 'waiting' | 'lost' {
  const [found, setFound] = useState<Operation | 'waiting' | 'lost'>('waiting');
  useEffect(() => {
    setFound('waiting');
    if (requestId === undefined) return;
    const controller = new AbortController();
    let last = performance.now() + mostMs;
    let isFound = false;
    const look = async () => {
      const url = `/api/operations?session=${encodeURIComponent(requestId)}&limit=1`;
      const list = await getJson<OperationList>(url, controller.signal).catch(() => undefined);
      if (controller.signal.aborted) return;
      const [operation] = list?.items ?? [];
      const isLate = performance.now() > last;
      if (operation && (operation.outcome !== 'running' || isLate)) {
        if (!isFound) last = Math.min(last, performance.now() + growsMs);
        isFound = true;
        setFound(operation);
      } else if (isLate) setFound('lost');
      if (!isLate) setTimeout(look, everyMs);
    };
    void look();
    return () => controller.abort();
  }, [requestId]);
  return found;
}
