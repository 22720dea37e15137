import type { ComponentChildren } from 'preact';
import type { Caller, Conversation, ErrorCode, Job } from '../../api.ts';
import { formatCount, formatSpan } from '../../format.ts';
import { callerHref } from '../calls/filters/callerHref.ts';
import type { Times } from '../calls/filters/times.ts';
import { toJobMs, toJobState } from '../related/jobSteps.ts';
import { sumTurns } from '../related/turns.ts';
import { Cost, Tokens, Unknown } from '../text/amounts.tsx';
import { Time } from '../text/Time.tsx';

/** What a list says of a group: by the names of its columns, in their order; the first is the way to it. */
export type GroupRow = Readonly<Record<string, ComponentChildren>>;

/** The list is of all that is kept, so its links are, too. */
const from = 'from=1970-01-01T00%3A00%3A00.000Z';

/** A conversation in a list. */
export function toConversationRow(group: Conversation): GroupRow {
  const { id, about, durationMs } = group;
  const calls = `/calls?${from}&conversation=${encodeURIComponent(id)}`;
  return {
    conversation: <a href={`/conversations/${encodeURIComponent(id)}`}>{id}</a>,
    about: <About about={about} agent={group.agent} />,
    turns: <Count of={group.turns} href={calls} />,
    failed: <Count of={group.failed} href={`${calls}&outcome=failed`} failed />,
    answering: durationMs === null ? <Unknown why="no row told it" /> : formatSpan(durationMs),
    ...amounts({ ...group, models: ['its models'] }),
    last: <Time at={group.last} />,
  };
}

/** A job in a list, in the words and numbers of its page. */
export function toJobRow({ id, runs }: Job): GroupRow {
  const state = toJobState(runs);
  const told = (what: 'about' | 'agent') => runs.find((run) => run[what] !== null)?.[what] ?? null;
  return {
    job: <a href={`/jobs/${encodeURIComponent(id)}`}>{id}</a>,
    state: <span class={state === 'failed' ? 'error' : undefined}>{state}</span>,
    runs: runs.filter(({ trigger }) => trigger === 'queue').length,
    about: <About about={told('about')} agent={told('agent')} />,
    duration: formatSpan(toJobMs(runs)),
    ...amounts(sumTurns(runs)),
    last: runs[0] && <Time at={runs[0].timestamp} />,
  };
}

/** A caller in a list of calls of these times. */
export function toCallerRow(group: Caller, times: Times): GroupRow {
  const { name, calls, failed, last } = group;
  const href = callerHref(name, { times });
  return {
    caller: <a href={href}>{name}</a>,
    calls: <Count of={calls} href={href} />,
    failed: <Count of={failed} href={callerHref(name, { times, outcome: 'failed' })} failed />,
    ...amounts({ ...group, models: ['its models'] }),
    last: <Time at={last} />,
  };
}

/** A code in a list. */
export function toErrorRow({ code, count, calls, failed, last }: ErrorCode): GroupRow {
  const href = `/calls?code=${encodeURIComponent(code)}&${from}`;
  return {
    code: <a href={href}>{code}</a>,
    errors: <Count of={count} href={href} />,
    calls: <Count of={calls} href={href} />,
    failed: <Count of={failed} href={`${href}&outcome=failed`} failed />,
    last: <Time at={last} />,
  };
}

/** The first words of a question, and the assistant that answered it. */
function About({ about, agent }: { about: string | null; agent: string | null }) {
  return (
    <>
      {agent !== null && <span title="the assistant that answered">⌘ {agent} </span>}
      {about === null ? <span class="dim">not recorded</span> : `“${about}”`}
    </>
  );
}

/** A number that leads to the calls behind it. */
function Count({ of, href, failed = false }: { of: number; href: string; failed?: boolean }) {
  if (of === 0) return <span class="dim">0</span>;
  return (
    <a class={failed ? 'error' : undefined} href={href}>
      {formatCount(of)}
    </a>
  );
}

type Amounts = Pick<
  Conversation,
  'inputTokens' | 'outputTokens' | 'cachedInputTokens' | 'costUsd' | 'unpriced'
> & { readonly models: readonly string[] };

function amounts(of: Amounts): GroupRow {
  return {
    tokens: (
      <Tokens input={of.inputTokens} output={of.outputTokens} cached={of.cachedInputTokens} />
    ),
    cost: <Cost usd={of.costUsd} unpriced={of.unpriced} models={of.models} />,
  };
}
