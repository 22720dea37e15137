import { useEffect, useState } from 'preact/hooks';
import type { Operation, OperationList } from '../api.ts';
import { getJson } from './request.ts';

const everyMs = 500;
/** Rows of a call come within a second, the last of them 5 s later: until then what is known of it may grow. */
const growsMs = 5_000;
const mostMs = 20_000;

/** The operation of a session once it has ended and its own row has come; `lost` when it has not in 20 s. */
export function useTrace(requestId: string | undefined): Operation | 'waiting' | 'lost' {
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
