import { Words } from '../text/Words.tsx';
import { RunBar } from './RunBar.tsx';
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
            <span aria-hidden="true">⚙ </span>The model asks for <code>{tool}</code>; nobody runs it
            here.
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
