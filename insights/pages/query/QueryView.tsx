import { useEffect, useRef, useState } from 'preact/hooks';
import { navigate, query } from '../location.ts';
import { CopyNote } from '../text/copy.tsx';
import { warmEngine } from './ask.ts';
import { ResultTable } from './ResultTable.tsx';
import { useRun } from './useRun.ts';

/** A query, what it gives, and others to begin with. */
export function QueryView() {
  const asked = query.value.get('q') ?? '';
  const [text, setText] = useState(asked);
  const { run, start, stop } = useRun();
  useEffect(warmEngine, []);
  const latest = useRef(text);
  latest.current = text;
  return (
    <main class="page query" aria-busy={run.state === 'running'}>
      <h1>Query</h1>
      <textarea value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
      <button
        type="button"
        class="primary"
        onClick={() => {
          navigate(`/query?${new URLSearchParams({ q: text })}`);
          start(text);
        }}
      >
        Run
      </button>
      <button type="button" onClick={stop}>
        Stop
      </button>
      {run.fault && (
        <p class="error" role="alert">
          {run.fault.error}
        </p>
      )}
      {run.result && <ResultTable result={run.result} />}
      <CopyNote />
    </main>
  );
}
