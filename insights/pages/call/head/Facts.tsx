import type { ComponentChildren } from 'preact';
import { formatSpan } from '../../../format.ts';
import { callerHref } from '../../calls/filters/callerHref.ts';
import { Cost, Tokens, Unknown } from '../../text/amounts.tsx';
import { CopyButton } from '../../text/copy.tsx';
import type { CallTotals } from '../rows/totals.ts';

/** What is known of a call in numbers, and the IDs that lead on from it. */
export function Facts({ totals }: { totals: CallTotals }) {
  const { durationMs, firstTokenMs, modelCalls, session, coldStart } = totals;
  const { caller, conversation, job } = totals;
  const noFirst = totals.streamed
    ? 'no first token has arrived'
    : 'not streamed: the answer came whole';
  return (
    <dl class="facts">
      <Fact name="duration">
        {durationMs === null ? <Unknown why="its row has not arrived" /> : formatSpan(durationMs)}
      </Fact>
      <Fact name="first token">
        {firstTokenMs === null ? <Unknown why={noFirst} /> : formatSpan(firstTokenMs)}
      </Fact>
      <Fact name="tokens">
        <Tokens
          input={totals.inputTokens}
          output={totals.outputTokens}
          cached={totals.cachedInputTokens}
          reasoning={totals.reasoningTokens}
        />
      </Fact>
      <Fact name="cost">
        <Cost usd={totals.costUsd} unpriced={totals.unpriced} models={totals.unpricedModels} />
      </Fact>
      <Fact name="model calls">{modelCalls}</Fact>
      {totals.deliveries > 1 && <Fact name="deliveries">{totals.deliveries}</Fact>}
      {session !== null && (
        <Fact name="session">
          <code title={session}>{session.slice(0, 8)}</code>
          <CopyButton text={session} what="session" />
        </Fact>
      )}
      {caller !== null && (
        <Fact name="caller">
          <a href={callerHref(caller)}>{caller}</a>
        </Fact>
      )}
      {conversation !== null && (
        <Fact name="conversation">
          <a href={`/conversations/${encodeURIComponent(conversation)}`}>{conversation}</a>
        </Fact>
      )}
      {job !== null && (
        <Fact name="job">
          <a href={`/jobs/${encodeURIComponent(job)}`} title={job}>
            {job.length > 16 ? `${job.slice(0, 12)}…` : job}
          </a>
        </Fact>
      )}
      {totals.app !== null && (
        <Fact name="app">
          {totals.app} {totals.version}
        </Fact>
      )}
      {coldStart !== null && <Fact name="cold start">{coldStart ? 'yes ❄' : 'no'}</Fact>}
    </dl>
  );
}

/** One fact: its name, and its value with the class `look`. */
export function Fact({
  name,
  look,
  children,
}: {
  name: string;
  look?: string | undefined;
  children: ComponentChildren;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={look}>{children}</dd>
    </div>
  );
}
