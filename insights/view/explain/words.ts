import { formatSpan } from '../../format.ts';
import { genAi } from '../../genAi/attributes.ts';
import { toPlainLine } from '../../plainLine.ts';
import type { Row } from '../../row.ts';
import type { CallRun } from '../callRun.ts';
import { isDelivery } from '../waterfall/rowKind.ts';

/** The model of a call, as it was asked. */
export function modelOf(call: Row | undefined): string {
  return toPlainLine((call && genAi(call, 'gen_ai.request.model')) ?? '', 80) || 'the model';
}

/** The host that was asked, or the model's name for want of it. */
export function serverOf({ calls }: CallRun): string {
  const last = calls.at(-1);
  const { 'app.server.address': address, 'server.address': given } = last?.customDimensions ?? {};
  return toPlainLine(address ?? given ?? '', 80) || modelOf(last);
}

/** How long its caller waited for the run. */
export function tookOf({ durationMs }: CallRun): string {
  return formatSpan(durationMs);
}

/** How long the answer took, of a job from its acceptance on. */
export function answeredIn({ own, durationMs, wholeMs }: CallRun): string {
  return formatSpan(isDelivery(own) ? wholeMs : durationMs);
}

/** `job trip-7`, or `the job`. */
export function jobOf({ own }: CallRun): string {
  const job = toPlainLine(own.customDimensions['app.job'] ?? '', 128);
  return job === '' ? 'the job' : `job ${job}`;
}

/** `1 call`, `3 calls`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** What a failed call to a model came back with: its status, or what there was instead. */
export function answerOf({ customDimensions }: Row): string {
  const status = Number(customDimensions['app.http.status_code']);
  if (Number.isInteger(status) && status >= 400) return `${status}`;
  const code = customDimensions['app.error.type'];
  if (code === 'model_timeout') return 'no answer in time';
  return code === 'model_bad_response' ? 'an unreadable answer' : 'a connection that failed';
}

/** ` on its only call`, ` on all 3 calls`, ` on the last of 3 calls (before it: 503)`, or why it cannot be told. */
export function onCalls({ calls }: CallRun): string {
  const answers = calls.map(answerOf);
  const last = answers.at(-1);
  if (last === undefined) return ' (the rows of its calls have not arrived)';
  if (answers.length === 1) return ' on its only call';
  if (answers.every((answer) => answer === last)) return ` on all ${answers.length} calls`;
  return ` on the last of ${answers.length} calls (before: ${list(answers.slice(0, -1))})`;
}

/** A sentence begins with a capital, unless a model's name does. */
export function capital(text: string): string {
  return text.startsWith('the ') || text.startsWith('job ')
    ? `${text.charAt(0).toUpperCase()}${text.slice(1)}`
    : text;
}
