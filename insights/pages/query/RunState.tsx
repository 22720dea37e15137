import { formatCount, formatSpan } from '../../format.ts';
import { useNow } from '../useNow.ts';
import type { QueryFault } from './ask.ts';
import type { Run } from './useRun.ts';

/** How the run stands: its clock, what it gave, or what is wrong with it and where. */
export function RunState({ run, onGoTo }: { run: Run; onGoTo: (fault: QueryFault) => void }) {
  return (
    <div class="query-state">
      <p role="status">{run.state === 'running' ? <Clock began={run.began} /> : toLine(run)}</p>
      {run.state === 'failed' && run.fault && (
        <p class="error" role="alert">
          {run.fault.line !== undefined && (
            <button
              type="button"
              class="quiet place"
              onClick={() => run.fault && onGoTo(run.fault)}
            >
              line {run.fault.line}, column {run.fault.column}
            </button>
          )}
          {run.fault.error}
        </p>
      )}
    </div>
  );
}

function Clock({ began }: { began: number }) {
  useNow(100, true);
  return <>Running … {formatSpan(Math.max(0, performance.now() - began))}</>;
}

function toLine({ state, result, tookMs }: Run): string {
  if (state === 'stopped') return 'Stopped.';
  if (state !== 'done' || result === undefined) return '';
  const { rows, stats } = result;
  const count = rows.length === 1 ? '1 row' : `${formatCount(rows.length)} rows`;
  const read = `${formatCount(stats.rowsRead)} read`;
  return `${count} in ${formatSpan(tookMs ?? 0)} · ${read}`;
}
