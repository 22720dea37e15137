import { isModelCall } from '../genAi/attributes.ts';
import { firstTextAt } from '../genAi/firstTextAt.ts';
import { isInvocation } from '../ours.ts';
import type { Row } from '../row.ts';
import { timeOf } from '../time.ts';
import { wholeMs } from '../wholeMs.ts';
import { attemptOf, invocationOf, ownKindOf } from './waterfall/rowKind.ts';

/** The run that decides what became of a call: rows of one invocation. */
export interface CallRun {
  /** `generate_completion`, or `send inference-requests` when nothing was run yet. */
  readonly own: Row;
  /** Its calls to models, oldest first. */
  readonly calls: readonly Row[];
  /** The assistant that answered, if one did, and its tool runs. */
  readonly agent: Row | undefined;
  readonly tools: readonly Row[];
  readonly exception: Row | undefined;
  /** The host's row of it, which is not there of a queue's run. */
  readonly host: Row | undefined;
  /** When its caller began to wait, in ms since 1970, and for how long it did; of a job's delivery, when and how long it ran. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** From the first start to the last end of all invocations here that are no repeats, such as of a job. */
  readonly wholeMs: number;
  /** From then to the first text of a streamed answer. */
  readonly firstTextMs: number | undefined;
  /** All runs of it, oldest first: a job may be delivered several times. */
  readonly runs: readonly Row[];
}

/** The deciding run among the rows of a call: the last one that was more than the repeat of a stored result. */
export function toCallRun(rows: readonly Row[]): CallRun | undefined {
  const sorted = [...rows].sort(byTime);
  const invocations = sorted.filter(isInvocation);
  const runs = invocations.filter(({ name }) => name === 'generate_completion');
  const isRepeat = (row: Row) => row.customDimensions['app.outcome'] === 'duplicate';
  const own = runs.findLast((row) => !isRepeat(row)) ?? runs.at(-1) ?? invocations.at(-1);
  if (own === undefined) return undefined;
  const session = invocationOf(own);
  const isOf = (row: Row) => session === undefined || row.session_Id === session;
  const mine = sorted.filter(isOf);
  const host = sorted.find((row) => isHostOf(row, own, session));
  const startedAt = Math.min(...[host ?? own, ...mine].map(timeOf));
  const first = firstTextAt(mine);
  const durationMs = host?.duration ?? own.duration ?? 0;
  const repeats = new Set(runs.filter(isRepeat).map(invocationOf));
  const isOfJob = (row: Row) => !repeats.has(invocationOf(row)) || isOf(row);
  return {
    own,
    calls: mine.filter(isModelCall),
    agent: mine.find((row) => ownKindOf(row) === 'agent'),
    tools: mine.filter((row) => ownKindOf(row) === 'tool'),
    exception: mine.find(({ itemType }) => itemType === 'exceptions'),
    host,
    startedAt,
    durationMs,
    wholeMs: invocations.length > 1 ? wholeMs(sorted.filter(isOfJob)) : durationMs,
    firstTextMs: first === undefined ? undefined : first - startedAt,
    runs,
  };
}

function isHostOf(row: Row, own: Row, session: string | undefined): boolean {
  if (row.itemType !== 'requests') return false;
  const named = invocationOf(row);
  return named === undefined ? row.id === own.operation_ParentId : named === session;
}

/** Orders rows by time; calls that began in the same millisecond by their attempt. */
export function byTime(a: Row, b: Row): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  return attemptOf(a) - attemptOf(b);
}
