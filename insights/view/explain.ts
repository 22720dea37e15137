import { isFailed } from '../failed.ts';
import { formatSpan } from '../format.ts';
import { isModelCall } from '../genAi/attributes.ts';
import { isOurCall } from '../ours.ts';
import { toPlainLine } from '../plainLine.ts';
import type { Row } from '../row.ts';
import { byTime, type CallRun, toCallRun } from './callRun.ts';
import { tellAnswered } from './explain/answered.ts';
import { tellForeign } from './explain/foreign.ts';
import {
  brokenStream,
  deliveredAgain,
  isQueue,
  type Told,
  templates,
} from './explain/templates.ts';
import { count, modelOf } from './explain/words.ts';
import { codeOf } from './waterfall/rowKind.ts';

/** What happened in a call. */
export interface Explanation {
  /** One sentence. */
  readonly text: string;
  /** What to do about it; absent when there is nothing to do. */
  readonly fix?: string;
  /** The row where the first cause is. */
  readonly cause?: Row;
}

/**
 * One sentence on what happened in a call, and for a failure why and what to do. Of our app's calls it is in our own words
 * and numbers of the rows; of other apps' it quotes a line of theirs, so show it as text and never as HTML.
 */
export function explain(rows: readonly Row[]): Explanation {
  const run = toCallRun(rows);
  if (run === undefined) return isOurs(rows) ? tellRunning(rows) : tellForeign(rows);
  const cause = causeOf(run, rows);
  return { ...tellRun(run), ...(cause !== undefined && { cause }) };
}

function tellRun(run: CallRun): Told {
  const { own, calls } = run;
  const failed = own.success === 'False';
  const outcome = own.customDimensions['app.outcome'] ?? (failed ? 'failed' : 'ok');
  if (outcome === 'ok') return withLoss(tellAnswered(run), run);
  if (failed && calls.at(-1)?.success === 'False' && run.firstTextMs !== undefined) {
    return brokenStream(run);
  }
  const template = Object.hasOwn(templates, outcome) ? templates[outcome] : undefined;
  const told = template?.(run) ?? { text: `The call ended with ${toPlainLine(outcome, 80)}.` };
  const again = isQueue(run) && deliveredAgain.has(outcome);
  const isPoison = own.customDimensions['faas.name'] === 'inferencePoison';
  if (!again || isPoison) return told;
  return { ...told, text: told.text.replace(/\.$/, '; the queue delivers it again.') };
}

/** What went well in the app may fail on its way to the caller. */
function withLoss(told: Told, { own, host }: CallRun): Told {
  const status = host === undefined ? undefined : codeOf(host, own);
  if (status === undefined) return told;
  const text = told.text.replace(/\.$/, `, but the host failed to pass it on: ${status}.`);
  return { text, fix: "look at the host's own log: the app saw no failure" };
}

/** The first call that failed, else the exception, else the run's own row; of a job given up, in its first run. */
function causeOf({ own, host, calls, exception }: CallRun, rows: readonly Row[]): Row | undefined {
  const failedCall = (among: readonly Row[]) => among.find(({ success }) => success === 'False');
  if (own.customDimensions['app.outcome'] === 'retries_exhausted') {
    const oldest = [...rows].sort(byTime);
    const thrown = oldest.find(({ itemType }) => itemType === 'exceptions');
    return failedCall(oldest.filter(isModelCall)) ?? thrown ?? own;
  }
  return failedCall(calls) ?? exception ?? [own, host].find((row) => row && isFailed(row, own));
}

/** Whether rows without a row of the whole are of our app: its calls to models say the attempt, its lines the session. */
function isOurs(rows: readonly Row[]): boolean {
  const named = new Set(rows.map(({ customDimensions }) => customDimensions['faas.invocation_id']));
  return rows.some((row) => row.session_Id && (isOurCall(row) || named.has(row.session_Id)));
}

function tellRunning(rows: readonly Row[]): Explanation {
  const calls = rows.filter(isModelCall);
  const last = calls.at(-1);
  const cause = calls.find(({ success }) => success === 'False');
  const soFar =
    last === undefined
      ? 'no call to a model has arrived either'
      : `so far ${count(calls.length, 'call')} to ${modelOf(last)}, the last of ${formatSpan(last.duration ?? 0)}`;
  return {
    text: `Still running, or the call's own row has not arrived: ${soFar}.`,
    ...(cause !== undefined && { cause }),
  };
}
