import type { ComponentChildren } from 'preact';
import type { Operation } from '../../api.ts';
import { formatSpan } from '../../format.ts';
import { callerHref } from '../calls/filters/callerHref.ts';
import { callHref } from '../location.ts';
import { Unknown } from '../text/amounts.tsx';
import { Outcome } from '../text/Outcome.tsx';
import { Time } from '../text/Time.tsx';
import { Used } from '../text/Used.tsx';

/** A call of a list in one line: what became of it, when, how long, who answered, what it used, and the ways on from it. */
export function CallFacts({
  operation,
  children,
}: {
  operation: Operation;
  /** Ways on beside the one to the call. */
  children?: ComponentChildren;
}) {
  const { outcome, success, timestamp, durationMs, timeToFirstTokenMs, modelCalls, retries } =
    operation;
  const { model, fallbackModel, agent, caller } = operation;
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
      {caller !== null && (
        <span>
          <span class="dim">caller</span> <a href={callerHref(caller)}>{caller}</a>
        </span>
      )}
      {agent !== null && <span title="the assistant that answered">⌘ {agent}</span>}
      {modelCalls > 0 && (
        <>
          <span>
            {model}
            {fallbackModel !== null && (
              <span title="another model answered"> ↪ {fallbackModel}</span>
            )}
            {retries > 0 && <span title={`${retries} calls to models repeated`}> ↻{retries}</span>}
          </span>
          <Used operation={operation} />
        </>
      )}
      <span class="step-links">
        {children}
        <a href={callHref(operation)}>open call ›</a>
      </span>
    </div>
  );
}
