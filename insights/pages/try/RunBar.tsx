import { useEffect, useState } from 'preact/hooks';
import type { Operation } from '../../api.ts';
import { formatSpan } from '../../format.ts';
import { DurationBar } from '../calls/table/DurationCell.tsx';
import { isUnderWay, type Run } from './run.ts';

const words: Readonly<Record<Run['state'], string>> = {
  asking: 'waiting for the model',
  streaming: 'streaming',
  queued: 'queued',
  answered: 'answered',
  failed: 'failed',
  stopped: 'stopped by you',
};

/**
 * The clock of a run, and its time as a bar: hollow while it waits, ◆ at the first token, solid while it streams. Once its rows have
 * come the bar is that of its call, with each call to the model.
 */
export function RunBar({ run, operation }: { run: Run; operation: Operation | undefined }) {
  const [now, setNow] = useState(performance.now());
  const moves = isUnderWay(run);
  useEffect(() => {
    if (!moves) return;
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [moves]);
  const { began, firstToken, ended } = run;
  const total = Math.max(1, (ended ?? Math.max(now, firstToken ?? began)) - began);
  const lengthMs = operation?.durationMs ?? 0;
  return (
    <div class={`run ${run.state}`}>
      <p class="run-words">
        <strong>{words[run.state]}</strong>
        <span class="run-clock">{formatSpan(total)}</span>
        {firstToken !== undefined && (
          <span class="dim">◆ first token {formatSpan(firstToken - began)}</span>
        )}
      </p>
      {operation !== undefined && operation.calls.length > 0 && lengthMs > 0 ? (
        <DurationBar call={operation} lengthMs={lengthMs} scaleMs={lengthMs} />
      ) : (
        <Progress share={firstToken === undefined ? undefined : (firstToken - began) / total} />
      )}
    </div>
  );
}

/** The bar of a run as the page saw it; `share` of it passed until the first token. */
function Progress({ share }: { share: number | undefined }) {
  return (
    <div class="run-bar" aria-hidden="true">
      <i class="run-wait" style={{ width: `${(share ?? 1) * 100}%` }} />
      {share !== undefined && (
        <>
          <i class="run-stream" style={{ width: `${(1 - share) * 100}%` }} />
          <i class="run-first" style={{ left: `${share * 100}%` }}>
            ◆
          </i>
        </>
      )}
    </div>
  );
}
