import { useEffect, useRef, useState } from 'preact/hooks';
import { toQueryHref } from '../../view/queryHref.ts';
import { isAsOpened, navigate, query } from '../location.ts';
import { CopyNote, copyText } from '../text/copy.tsx';
import { type QueryFault, warmEngine } from './ask.ts';
import { noteRun } from './kept.ts';
import { Library } from './Library.tsx';
import { QueryEditor } from './QueryEditor.tsx';
import { ResultChart } from './ResultChart.tsx';
import { ResultTable } from './ResultTable.tsx';
import { RunState } from './RunState.tsx';
import { SaveQuery } from './SaveQuery.tsx';
import { useMarks } from './useMarks.ts';
import { useRun } from './useRun.ts';

/** The text as it was left, for who comes back without an address that holds one. */
let left = '';

/** A query, what it gives, and others to begin with. The address holds what was run; of this page's own it runs by itself. */
export function QueryView() {
  const asked = query.value.get('q') ?? '';
  const [given, setGiven] = useState({ text: asked || left });
  const [text, setText] = useState(given.text);
  const [place, setPlace] = useState<{ at: number }>();
  const { run, start, stop } = useRun();
  const askedHere = useRef<string | undefined>(undefined);
  const marks = useMarks(text, run);
  left = text;
  useEffect(warmEngine, []);
  const put = (wanted: string) => {
    setText(wanted);
    setGiven({ text: wanted });
  };
  const begin = (wanted: string) => {
    noteRun(wanted);
    void start(wanted);
  };
  useEffect(() => {
    if (asked === '') return;
    // What was asked here is written already, and more may be by now.
    if (askedHere.current !== asked) put(asked);
    askedHere.current = undefined;
    if (mayRun()) begin(asked);
  }, [asked]);
  const ask = (wanted: string) => {
    if (wanted.trim() === '') return;
    const href = toQueryHref(wanted);
    askedHere.current = wanted === asked ? undefined : wanted;
    if (wanted === asked || href === undefined) begin(wanted);
    // A query that is too long for an address is run, and the address holds none.
    navigate(href ?? '/query');
  };
  const choose = (wanted: string) => {
    put(wanted);
    if (!/\{[A-Z]\w*\}/.test(wanted)) ask(wanted);
    setPlace({ at: Math.max(0, wanted.search(/\{[A-Z]\w*\}/)) });
  };
  const goTo = ({ line = 1, column = 1 }: QueryFault) =>
    setPlace({ at: placeOf(text, line, column) });
  const isRunning = run.state === 'running';
  const [blank] = /\{[A-Z]\w*\}/.exec(text) ?? [];
  const isForeign = asked !== '' && run.state === 'none' && text === asked;
  return (
    <main class="page query" aria-busy={isRunning}>
      <h1>Query</h1>
      <div class="query-main">
        <QueryEditor
          text={text}
          given={given}
          marks={marks}
          place={place}
          onChange={setText}
          onRun={(now) => ask(now)}
        />
        <div class="query-tools">
          <button type="button" class="primary" title="Ctrl Enter" onClick={() => ask(text)}>
            Run
          </button>
          {isRunning && (
            <button type="button" onClick={stop}>
              Stop
            </button>
          )}
          <SaveQuery text={text} />
          <button
            type="button"
            onClick={() => void copyText(location.origin + (toQueryHref(text) ?? '/query'), 'Link')}
          >
            Copy link
          </button>
          <span class="dim">Ctrl Enter runs · Ctrl Space completes · Tab leaves</span>
        </div>
        {blank && <p class="dim">Put a value in place of {blank}.</p>}
        {isForeign && <p class="dim">This query came with a link: look at it, then run it.</p>}
        <RunState run={run} onGoTo={goTo} />
        {run.result && (
          <>
            <ResultChart result={run.result} />
            <ResultTable result={run.result} />
          </>
        )}
      </div>
      <Library onChoose={choose} />
      <CopyNote />
    </main>
  );
}

/** Not what a link from elsewhere has opened; what was here before, and is loaded again, yes. */
function mayRun(): boolean {
  const [opened] = performance.getEntriesByType('navigation');
  return (
    !isAsOpened() || (opened instanceof PerformanceNavigationTiming && opened.type !== 'navigate')
  );
}

function placeOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
}
