import { useEffect, useState } from 'preact/hooks';
import { formatSpan } from '../../format.ts';
import { isUnderWay, type Run } from './run.ts';

const words: Readonly<Record<Run['state'], string>> = {
  asking: 'waiting for the model',
  streaming: 'streaming',
  queued: 'queued',
  answered: 'answered',
  failed: 'failed',
  stopped: 'stopped by you',
};

/** The clock of a run, and its time as a bar: hollow while it waits, ◆ at the first token, solid while it streams. */
export function RunBar({ run }: { run: Run }) {
  const [now, setNow] = useState(performance.now());
  const moves = isUnderWay(run);
  useEffect(() => {
    if (!moves) return;
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [moves]);
  const { began, firstToken, ended } = run;
  const total = Math.max(1, (ended ?? Math.max(now, firstToken ?? began)) - began);
  const share = firstToken === undefined ? 1 : (firstToken - began) / total;
  return (
    <div class={`run ${run.state}`}>
      <p class="run-words">
        <strong>{words[run.state]}</strong>
        <span class="run-clock">{formatSpan(total)}</span>
        {firstToken !== undefined && (
          <span class="dim">◆ first token {formatSpan(firstToken - began)}</span>
        )}
      </p>
      <div class="run-bar" aria-hidden="true">
        <i class="run-wait" style={{ width: `${share * 100}%` }} />
        {firstToken !== undefined && (
          <i class="run-stream" style={{ width: `${(1 - share) * 100}%` }} />
        )}
        {firstToken !== undefined && (
          <i class="run-first" style={{ left: `${share * 100}%` }}>
            ◆
          </i>
        )}
      </div>
    </div>
  );
}
