import { useEffect, useState } from 'preact/hooks';
import type { Operation, OperationList } from '../api.ts';
import { getJson } from './request.ts';

const everyMs = 500;
/** Rows of a call come within a second, the last of them 5 s later: until then what is known of it may grow. */
const growsMs = 5_000;

/** The operation of a session once it has ended and its own row has come; `lost` when it has not in 20 s. */
export function useTrace(requestId: string | undefined): Operation | 'waiting' | 'lost' {
  const [found, setFound] = useState<Operation | 'waiting' | 'lost'>('waiting');
  useEffect(() => {
    setFound('waiting');
    if (requestId === undefined) return;
    const controller = new AbortController();
    followTrace({ session: requestId }, setFound, controller.signal);
    return () => controller.abort();
  }, [requestId]);
  return found;
}

/** What is looked for: a call by its session, or the run of a job; for so long. */
export interface Wanted {
  readonly session?: string;
  readonly job?: string;
  readonly mostMs?: number;
}

/** Tells the call that is looked for once it has ended, and what is known of it for 5 s more; `lost` when it does not come in time. */
export function followTrace(
  { session, job, mostMs = 20_000 }: Wanted,
  tell: (found: Operation | 'lost') => void,
  signal: AbortSignal,
): void {
  const asked = new URLSearchParams({ limit: '20' });
  if (job === undefined) asked.set('session', session ?? '');
  else asked.set('job', job);
  let last = performance.now() + mostMs;
  let isFound = false;
  const look = async () => {
    const list = await getJson<OperationList>(`/api/operations?${asked}`, signal).catch(
      () => undefined,
    );
    if (signal.aborted) return;
    const operation = list?.items.find((item) => job === undefined || isLastRun(item));
    const isLate = performance.now() > last;
    if (operation && (operation.outcome !== 'running' || isLate)) {
      if (!isFound) last = Math.min(last, performance.now() + growsMs);
      isFound = true;
      tell(operation);
    } else if (isLate) tell('lost');
    if (!isLate) setTimeout(look, everyMs);
  };
  void look();
}

/** The acceptance of a job is not its run, and a run that was put off is not its last. */
function isLastRun({ trigger, outcome }: Operation): boolean {
  return trigger === 'queue' && outcome !== 'throttled';
}
