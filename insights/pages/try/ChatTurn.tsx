import type { Operation } from '../../api.ts';
import type { CallRef } from '../../view/compare/callRefs.ts';
import { RichText } from '../text/RichText.tsx';
import { LongText, Words } from '../text/texts.tsx';
import { isRemembered, type Turn } from './chat.ts';
import type { Draft } from './draft.ts';
import { QuestionImage } from './QuestionImage.tsx';
import { RunBar } from './RunBar.tsx';
import { isUnderWay } from './run.ts';
import { TraceLink } from './TraceLink.tsx';
import { apiOf, apis, ways } from './ways.ts';

/** One question, its answer as it comes, and what it took. */
export function ChatTurn({
  turn,
  place,
  isLast,
  source,
  onStop,
  onAgain,
  onEdit,
  onFound,
}: {
  turn: Turn;
  /** 1 for the first. */
  place: number;
  /** The last one can be stopped, asked again and changed. */
  isLast: boolean;
  /** The call that asked this question before. */
  source: CallRef | undefined;
  onStop: () => void;
  onAgain: () => void;
  onEdit: () => void;
  onFound: (operation: Operation) => void;
}) {
  const { asked, run, operation } = turn;
  const { requestId, job } = run;
  const underWay = isUnderWay(run);
  return (
    <article class="try-turn" aria-label={`Question ${place}`}>
      <div class="try-question">
        <p class="try-by dim">{wayOf(asked)}</p>
        {asked.image !== '' && <QuestionImage url={asked.image} />}
        <LongText text={asked.prompt} />
      </div>
      <div class="try-answer">
        <RunBar run={run} operation={operation} />
        <Said turn={turn} isLast={isLast} />
        {isLast && (
          <p class="try-actions">
            {underWay ? (
              <button type="button" onClick={onStop}>
                Stop
              </button>
            ) : (
              <>
                <button type="button" onClick={onAgain}>
                  Ask again
                </button>
                <button type="button" onClick={onEdit}>
                  Edit the question
                </button>
              </>
            )}
          </p>
        )}
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
          <p class="dim try-id">
            x-request-id <span class="mono">{requestId}</span>
          </p>
        )}
        {requestId && !underWay && (
          <TraceLink
            key={requestId}
            requestId={requestId}
            operation={operation}
            source={source}
            onFound={onFound}
          />
        )}
      </div>
    </article>
  );
}

/** Markdown is read anew with each part that comes: of a long text only once it is all here. */
const mostWhileItComes = 20_000;

/** What has come of an answer. Only the last one is read out as it comes. */
function Said({ turn, isLast }: { turn: Turn; isLast: boolean }) {
  const { text, tools, error, state } = turn.run;
  const underWay = isUnderWay(turn.run);
  const isRich = !underWay || text.length < mostWhileItComes;
  return (
    <div aria-live={isLast ? 'polite' : 'off'} aria-busy={underWay}>
      {text !== '' && (
        <div class="try-text">{isRich ? <RichText text={text} /> : <LongText text={text} />}</div>
      )}
      {tools.map((tool) => (
        <p class="try-tool" key={tool}>
          <span aria-hidden="true">⚙ </span>The model asks for <code>{tool}</code>; Try it does not
          run tools.
        </p>
      ))}
      {error && (
        <p class="error try-error">
          <span aria-hidden="true">✕ </span>
          <Words text={error} />
        </p>
      )}
      {!underWay && !isRemembered(turn) && (
        <p class="dim">
          {state === 'answered' ? 'There is no text in it' : 'There is no answer'}: later questions
          are sent without this one.
        </p>
      )}
    </div>
  );
}

/** How a question was asked: `Stream · Chat completions · gpt-4o · JSON schema`. */
function wayOf(asked: Draft): string {
  const { by, model, format } = asked;
  const api = apis.find(([value]) => value === apiOf(asked))?.[1];
  const way = ways.find(([value]) => value === by)?.[1];
  const form = format === 'json_schema' ? 'JSON schema' : format === 'json_object' && 'JSON';
  return [way, api, model || 'default model', form].filter(Boolean).join(' · ');
}
