import { formatSpan } from '../../format.ts';
import { isEmbeddings } from '../../genAi/attributes.ts';
import { toPlainLine } from '../../plainLine.ts';
import type { Row } from '../../row.ts';
import { asksResponses } from '../../store/asksResponses.ts';
import { timeOf } from '../../time.ts';
import type { CallRun } from '../callRun.ts';
import {
  answerOf,
  capital,
  count,
  jobOf,
  list,
  modelOf,
  onCalls,
  serverOf,
  tookOf,
} from './words.ts';

/** What is said of a run. */
export interface Told {
  readonly text: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** Says what became of a run, in our own words and numbers of its rows. */
export type Template = (run: CallRun) => Told;

const modelsOf = ({ calls }: CallRun) => [...new Set(calls.map(modelOf))];
/** Every model that was asked: `gpt-4o and gpt-4o-mini`. */
const modelName = (run: CallRun) => capital(list(modelsOf(run)) || modelOf(undefined));
/** What helps when the deployments that are set were not enough. */
const orFallback = (run: CallRun) =>
  modelsOf(run).length > 1 || run.calls.some(isEmbeddings)
    ? ''
    : ', or set AZURE_OPENAI_FALLBACK_DEPLOYMENTS';
/** ` (messages[2].content)`: where the request was wrong, should the row say it. */
const paramOf = ({ own }: CallRun) => {
  const param = toPlainLine(own.customDimensions['app.error.param'] ?? '', 128);
  return param === '' ? '' : ` (${param})`;
};
const noModel = 'no model was called';

/** Codes after which the queue delivers a job again. */
export const deliveredAgain: ReadonlySet<string> = new Set([
  'model_unauthorized',
  'model_unavailable',
  'model_bad_response',
  'storage_unavailable',
  'model_timeout',
  'internal_error',
]);

/** A template for each code of `src/errors.ts` (a test compares), and for the ends that are no errors. */
export const templates: Readonly<Record<string, Template>> = {
  invalid_json: () => ({
    text: `The request was not JSON, or not in UTF-8; ${noModel}.`,
    fix: 'send one JSON object in UTF-8',
  }),
  invalid_request: (run) => ({
    text: `A field of the request was wrong${paramOf(run)}; ${noModel}.`,
    fix: 'correct it: the exception and the answer say how',
  }),
  unknown_parameter: (run) => ({
    text: `The request had a key that is not supported${paramOf(run)}; ${noModel}.`,
    fix: 'leave it out: the answer names it',
  }),
  context_length_exceeded: (run) => ({
    text: `The messages are longer than ${modelOf(run.calls.at(-1))} takes.`,
    fix: 'shorten the messages, or ask a model that takes more',
  }),
  content_filter: (run) => ({
    text: `The content filter of ${modelOf(run.calls.at(-1))} refused the messages.`,
    fix: "change the messages, or the deployment's filter",
  }),
  model_rejected_request: (run) => ({
    text: `${modelName(run)} rejected the request${run.calls.length > 0 ? ` with ${run.calls.slice(-1).map(answerOf)}` : ''}.`,
    fix: lacksResponses(run.calls.at(-1))
      ? 'if the endpoint of the model has no Responses API, use chat completions; if it has, what the request refers to is not there'
      : 'compare what was asked with what the model supports; the answer names the field if the model did',
  }),
  model_not_found: (run) => ({
    text:
      run.calls.length === 0
        ? `The model that was asked for is not one of this app's; ${noModel}.`
        : `${serverOf(run)} has no deployment ${modelOf(run.calls.at(-1))}.`,
    fix: 'ask for one of GET v1/models, or check AZURE_OPENAI_DEPLOYMENT_NAME and the fallbacks',
  }),
  job_not_found: (run) => ({
    text: `${capital(jobOf(run))} is not there: never accepted, or removed since.`,
    fix: 'send it again with POST v1/jobs',
  }),
  idempotency_conflict: (run) => ({
    text: `The name of ${jobOf(run)} was used before for another request; ${noModel}.`,
    fix: 'give each request a key, or a job, of its own',
  }),
  body_too_large: () => ({
    text: `The request was over 8 MiB; ${noModel}.`,
    fix: 'send less, for example images by their address',
  }),
  unsupported_media_type: () => ({
    text: `The request did not say that it is JSON; ${noModel}.`,
    fix: 'send it with content-type: application/json',
  }),
  rate_limit_exceeded: (run) => ({
    text: `${modelName(run)} answered 429${onCalls(run)} in ${tookOf(run)}; ${
      isQueue(run)
        ? 'the job had been put off for 24 hours'
        : run.calls.length < 3
          ? 'no time was left for another'
          : 'more calls than that are never made'
    }.`,
    fix: `${isQueue(run) ? `npm run replay -- --job ${toArgument(run)} runs it again; ` : ''}raise the quota of the ${modelsOf(run).length > 1 ? 'deployments' : 'deployment'}${orFallback(run)}`,
  }),
  caller_rate_limited: () => ({
    text: `The caller had used its limit of that minute, or its other calls held what was left of its day; ${noModel}.`,
    fix: 'nothing, as it may go on within a minute; else raise its limit in CALLERS',
  }),
  caller_budget_exceeded: () => ({
    text: `The caller had used its budget of that day; ${noModel}.`,
    fix: 'wait for midnight UTC, or raise its budget in CALLERS',
  }),
  model_unauthorized: (run) => ({
    text: `The model refused our credentials (${run.calls.length > 0 ? `${run.calls.slice(-1).map(answerOf)} from ${serverOf(run)}` : '401 or 403'}).`,
    fix: 'give the identity the role Cognitive Services OpenAI User, or check AZURE_AI_INFERENCE_KEY',
  }),
  model_unavailable: (run) => ({
    text: `${modelName(run)} failed to answer or could not be reached, in ${tookOf(run)}: ${list(run.calls.map(answerOf)) || 'the rows of its calls have not arrived'}.`,
    fix: `check AZURE_AI_INFERENCE_ENDPOINT and whether its provider is up${orFallback(run)}`,
  }),
  model_bad_response: (run) => ({
    text: `${modelName(run)} sent an answer that could not be read${onCalls(run)}.`,
    fix: 'check that AZURE_AI_INFERENCE_ENDPOINT is an OpenAI v1 endpoint and not a page or a proxy',
  }),
  storage_unavailable: (run) => ({
    text: `Blobs, queues or tables did not take or give what was asked within 10 s, after ${tookOf(run)} in all.`,
    fix: 'check AzureWebJobsStorage, and the roles of the identity on it',
  }),
  model_timeout: (run) => ({
    text: `${modelName(run)} gave no answer in the ${formatSpan(run.own.duration ?? 0)} there were: ${
      run.calls.map(({ duration }) => formatSpan(duration ?? 0)).join(', then ') ||
      'the rows of its calls have not arrived'
    }.`,
    fix: `ask for less output, or raise ${isQueue(run) ? 'QUEUE' : 'HTTP'}_DEADLINE_SECONDS`,
  }),
  retries_exhausted: (run) => ({
    text: `Every delivery of ${jobOf(run)} failed${toldDeliveries(run)}; it was given up.`,
    fix: `mend the first cause, then npm run replay -- --job ${toArgument(run)}`,
  }),
  internal_error: (run) => ({
    text: `The app has a bug, met after ${tookOf(run)}; the caller was told nothing of it.`,
    fix: 'the exception names the class of the error and the lines of code',
  }),
  client_closed: (run) => {
    const { durationMs, firstTextMs } = run;
    const when =
      firstTextMs === undefined
        ? 'before an answer began'
        : `${formatSpan(Math.max(0, durationMs - firstTextMs))} after the first token`;
    return { text: `The caller left ${tookOf(run)} in, ${when}; not an error.` };
  },
  throttled: (run) => ({
    text: `${capital(jobOf(run))} was put off: ${toldBusy(run)}; it comes again by itself, and this is no failure.`,
    fix: `nothing, if it goes well later; else raise the quota of the ${modelsOf(run).length > 1 ? 'deployments' : 'deployment'}`,
  }),
  duplicate: (run) => ({
    text: `The queue delivered ${jobOf(run)} again; the stored result was told again and ${noModel}.`,
  }),
  budget: (run) => ({
    text: `The run stopped at its budget, after ${count(run.calls.length, 'call')} to models and ${tookOf(run)}; the caller got what there was, and it is not an error.`,
    fix: 'if it stops too soon, raise the budget',
  }),
};

/** `gpt-4o was busy on all 3 calls`. */
function toldBusy(run: CallRun): string {
  const models = modelsOf(run);
  if (models.length === 0) return 'its caller had met a limit, or the model was busy';
  return `${list(models)} ${models.length > 1 ? 'were' : 'was'} busy${onCalls(run)}`;
}

/** An endpoint without the route answers so; so does one that does not know an item or a response. */
function lacksResponses(last: Row | undefined): boolean {
  return last !== undefined && asksResponses(last) && /^40[45]$/.test(answerOf(last));
}

/** A stream that failed after its first token, whatever the code. */
export const brokenStream: Template = ({ calls, startedAt, firstTextMs }) => {
  const last = calls.at(-1);
  const brokeMs = last === undefined ? 0 : timeOf(last) + (last.duration ?? 0) - startedAt;
  const afterMs = Math.max(0, brokeMs - (firstTextMs ?? brokeMs));
  const why = last?.customDimensions['app.error.type'] === 'model_timeout' ? 'stalled' : 'broke';
  return {
    text: `The stream ${why} ${formatSpan(brokeMs)} in, ${formatSpan(afterMs)} after its first token; the caller got the part and an error event.`,
    fix: 'let the caller ask again: a stream is never repeated once it has begun',
  };
};

/** Whether a run was asked for by a queue message. */
export function isQueue({ own }: CallRun): boolean {
  return own.customDimensions['faas.trigger'] === 'pubsub';
}

function toldDeliveries({ runs, own }: CallRun): string {
  const failed = runs.filter((row) => row !== own && row.success === 'False');
  return failed.length === 0 ? '' : ` (${count(failed.length, 'run')} arrived here)`;
}

/** The job for a command line, when it is one of the names that jobs have. */
function toArgument({ own }: CallRun): string {
  const job = own.customDimensions['app.job'] ?? '';
  return /^[A-Za-z0-9._:-]{1,255}$/.test(job) ? job : 'NAME';
}
