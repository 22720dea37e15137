import type { Operation } from '../../api.ts';
import { formatSpan } from '../../format.ts';
import { callHref } from '../location.ts';
import { Cost, Tokens, Unknown } from '../text/amounts.tsx';
import { Outcome } from '../text/Outcome.tsx';
import { Time } from '../text/Time.tsx';

/** A call of a list in one line: what became of it, when, how long, what it used, and the way to it. */
export function CallFacts({ operation }: { operation: Operation }) {
  const { outcome, success, timestamp, durationMs, timeToFirstTokenMs, modelCalls, retries } =
    operation;
  const { model, fallbackModel, priced } = operation;
  return (
    <div class="facts">
      <Outcome outcome={outcome} failed={success === 'False'} />
      <Time at={timestamp} />
      <span>
        {durationMs === null ? <Unknown why="its row has not arrived" /> : formatSpan(durationMs)}
        {timeToFirstTokenMs !== null && (
          <span class="dim" title="first token">
            {' '}
            ◆ {formatSpan(timeToFirstTokenMs)}
          </span>
        )}
      </span>
      {modelCalls > 0 && (
        <>
          <span>
            {model}
            {fallbackModel !== null && (
              <span title="another model answered"> ↪ {fallbackModel}</span>
            )}
            {retries > 0 && <span title={`${retries} calls to models repeated`}> ↻{retries}</span>}
          </span>
          <Tokens
            input={operation.inputTokens}
            output={operation.outputTokens}
            cached={operation.cachedInputTokens}
          />
          <Cost
            least
            usd={operation.costUsd}
            unpriced={priced ? 0 : 1}
            models={[fallbackModel ?? model ?? 'its model']}
          />
        </>
      )}
      <a class="step-link" href={callHref(operation)}>
        open call ›
      </a>
    </div>
  );
}
