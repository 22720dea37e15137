import { useMemo } from 'preact/hooks';
import { formatSpan } from '../../format.ts';
import { explain } from '../../view/explain.ts';
import { ListHead, NotHere } from '../backToList.tsx';
import { useOperation } from '../call/rows/useOperation.ts';
import { useCommands } from '../keys/useCommands.ts';
import { navigate } from '../location.ts';
import { CopyButton, CopyNote, copyText } from '../text/copy.tsx';
import { CallFacts } from './CallFacts.tsx';
import { toJobMs, toJobResult, toJobState, toJobSteps } from './jobSteps.ts';
import { SaidLines } from './SaidLines.tsx';
import { TryLinks } from './TryLinks.tsx';
import { useCalls } from './useCalls.ts';

const looks = {
  queued: 'dim',
  running: 'dim',
  succeeded: 'ok',
  failed: 'error',
  'delivered again': 'warn',
  'put off': 'warn',
};

/** `/jobs/{id}`: a job from its acceptance over its deliveries to its result, in one list. */
export function JobPage({ id }: { id: string }) {
  const { items, hasMore, live, showMore } = useCalls('job', id);
  useCommands({
    back: () => navigate('/jobs'),
    copyLink: () => void copyText(location.href, 'Link'),
  });
  if (items === undefined) return <main class="page" aria-busy="true" />;
  const [newest] = items;
  if (newest === undefined) return <NotHere what="call of this job" live={live} />;
  const state = toJobState(items);
  const result = toJobResult(items);
  const operations = new Set(items.map(({ operation_Id }) => operation_Id));
  return (
    <main class="page list-page">
      <ListHead list="jobs" />
      <h1>
        Job {id} <CopyButton text={id} what="job" />
      </h1>
      <p>
        <strong class={looks[state]}>{state}</strong>{' '}
        <span class="dim">{formatSpan(toJobMs(items))} in all.</span>{' '}
        <JobSentence operation={newest.operation_Id} />
      </p>
      {result !== undefined && (
        <section class="turn result" aria-label="Result">
          <SaidLines operation={result} />
        </section>
      )}
      {hasMore && (
        <button type="button" class="more" onClick={showMore}>
          show older deliveries
        </button>
      )}
      {toJobSteps(items).map(({ operation, title, waitMs }) => (
        <div key={`${operation.operation_Id} ${operation.session_Id}`}>
          {waitMs !== null && <p class="idle">{formatSpan(waitMs)} in queue</p>}
          <article class="turn">
            <strong>{title}</strong> <span class="dim">{operation.function}</span>
            <CallFacts operation={operation}>
              <TryLinks operation={operation} />
            </CallFacts>
          </article>
        </div>
      ))}
      <p>
        {[...operations].map((operation) => (
          <a key={operation} href={`/calls/${encodeURIComponent(operation)}`}>
            All of it on one time line ›
          </a>
        ))}
      </p>
      <CopyNote />
    </main>
  );
}

/** What became of a job, by the rows of the trace that it runs in. */
function JobSentence({ operation }: { operation: string }) {
  const { rows } = useOperation(operation);
  const told = useMemo(() => (rows?.length ? explain(rows) : undefined), [rows]);
  if (told === undefined) return null;
  return (
    <span>
      {told.text}
      {told.fix !== undefined && <span class="warn"> ▸ {told.fix}</span>}
    </span>
  );
}
