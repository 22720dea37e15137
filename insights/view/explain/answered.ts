import { formatSpan, formatUsage } from '../../format.ts';
import { genAi, sumOf } from '../../genAi/attributes.ts';
import { toPlainLine } from '../../plainLine.ts';
import type { Row } from '../../row.ts';
import type { CallRun } from '../callRun.ts';
import { isQueue, type Told } from './templates.ts';
import { answeredIn, answerOf, capital, count, jobOf, list, modelOf, tookOf } from './words.ts';

/** What is said of a run that ended well: by which model, after what, and what may be wrong with it all the same. */
export function tellAnswered(run: CallRun): Told {
  const { own, calls } = run;
  const last = calls.at(-1);
  if (own.name === 'send inference-requests') {
    return { text: `${capital(jobOf(run))} was accepted and put on the queue in ${tookOf(run)}.` };
  }
  if (last === undefined) {
    return {
      text: `The call ended well in ${tookOf(run)}, but no call to a model has arrived.`,
      fix: 'wait a few seconds; if none comes, rows were lost: see Health',
    };
  }
  const reason = genAi(last, 'gen_ai.response.finish_reasons') ?? '';
  const text = `${run.agent ? byAgent(run, run.agent) : byModel(run, last)}${aboutOf(run)}`;
  if (reason.includes('"length"')) {
    return {
      text: `${text}, cut off at the output limit.`,
      fix: 'raise max_tokens, or MAX_OUTPUT_TOKENS',
    };
  }
  if (reason.includes('"content_filter"')) {
    return {
      text: `${text}, cut off by its content filter.`,
      fix: "change the messages, or the deployment's filter",
    };
  }
  return { text: `${text}.` };
}

/** `gpt-4o answered on call 2, after 429, in 2.5 s`. */
function byModel(run: CallRun, last: Row): string {
  return `${capital(modelOf(last))} answered${howOf(run)} in ${answeredIn(run)}${afterDeliveries(run)}`;
}

/** `travel-guide answered in 2.5 s, with 3 calls to gpt-4o and 2 tool runs`. */
function byAgent(run: CallRun, agent: Row): string {
  const { calls, tools } = run;
  const name = toPlainLine(genAi(agent, 'gen_ai.agent.name') ?? '', 80) || 'an assistant';
  const models = list([...new Set(calls.map(modelOf))]);
  const failed = tools.filter(({ success }) => success === 'False').length;
  const used = [
    `${count(calls.length, 'call')} to ${models}`,
    tools.length > 0 &&
      `${count(tools.length, 'tool run')}${failed > 0 ? ` (${failed} failed)` : ''}`,
  ].filter((part) => typeof part === 'string');
  const job = isQueue(run) ? ` ${jobOf(run)}` : '';
  return `${name} answered${job} in ${answeredIn(run)}, with ${list(used)}`;
}

function howOf(run: CallRun): string {
  const { calls } = run;
  const failed = calls.filter(({ success }) => success === 'False');
  const first = modelOf(calls[0]);
  const answers = list(failed.map(answerOf));
  return [
    isQueue(run) && ` ${jobOf(run)}`,
    first !== modelOf(calls.at(-1)) && ` in place of ${first}`,
    failed.length > 0 && ` on call ${calls.length}, after ${answers},`,
    failed.length === 0 && calls.length > 1 && ` with ${count(calls.length, 'call')}`,
  ]
    .filter((part) => typeof part === 'string')
    .join('');
}

function afterDeliveries({ runs }: CallRun): string {
  const failed = runs.filter((row) => row.success === 'False').length;
  if (failed === 0) return '';
  return `, after ${failed === 1 ? 'a delivery' : `${failed} deliveries`} that failed`;
}

function aboutOf({ calls, firstTextMs: first }: CallRun): string {
  const input = sumOf(calls, 'inputTokens', 'gen_ai.usage.input_tokens');
  const output = sumOf(calls, 'outputTokens', 'gen_ai.usage.output_tokens');
  const known = input !== undefined || output !== undefined;
  return [
    first !== undefined && `, its first token after ${formatSpan(first)}`,
    known && `, ${formatUsage(input, output)}`,
  ]
    .filter((part) => typeof part === 'string')
    .join('');
}
