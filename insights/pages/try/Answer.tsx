import { useEffect, useState } from 'preact/hooks';
import { formatSpan } from '../../format.ts';
import { Words } from '../text/texts.tsx';
import { isUnderWay, type Run } from './run.ts';
import { TraceLink } from './TraceLink.tsx';

/** What has come of the last question. */
export function Answer({ run, onStop }: { run: Run; onStop: () => void }) {
  const { text, tools, error, requestId, job } = run;
  const underWay = isUnderWay(run);
  return (
    <section class="try-answer" aria-labelledby="answer">
      <div class="try-answer-head">
        <h2 id="answer">Answer</h2>
        {underWay && (
          <button type="button" onClick={onStop}>
            Stop
          </button>
        )}
      </div>
      <RunBar run={run} />
      <div aria-live="polite" aria-busy={underWay}>
        {error && (
          <p class="error try-error">
            <span aria-hidden="true">✕ </span>
            <Words text={error} />
          </p>
        )}
        {text !== '' && <pre class="try-text">{text}</pre>}
        {tools.map((tool) => (
          <p class="try-tool" key={tool}>
            <span aria-hidden="true">⚙ </span>The model asks for <code>{tool}</code>; Try it does
            not run tools.
          </p>
        ))}
      </div>
      {job && (
        <p>
          Job{' '}
          <a class="mono" href={`/jobs/${encodeURIComponent(job)}`}>
            {job}
          </a>
          {underWay && (
            <span class="dim"> is on the queue; its result is asked for each second.</span>
          )}
        </p>
      )}
      {requestId && (
        <p class="dim">
          x-request-id <span class="mono">{requestId}</span>
        </p>
      )}
      {requestId && !underWay && <TraceLink requestId={requestId} />}
    </section>
  );
}

const words: Readonly<Record<Run['state'], string>> = {
  asking: 'waiting for the model',
  streaming: 'streaming',
  queued: 'queued',
  answered: 'answered',
  failed: 'failed',
  stopped: 'stopped by you',
};

/** The clock of a run, and its time as a bar: hollow while it waits, ◆ at the first token, solid while it streams. */
function RunBar({ run }: { run: Run }) {
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
