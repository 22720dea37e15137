import { formatCount, formatMoney, formatSpan, formatUsage } from '../../format.ts';
import {
  costOf,
  firstTokenMsOf,
  genAi,
  isModelCall,
  numberOf,
  toldTokens,
} from '../../genAi/attributes.ts';
import type { Row } from '../../row.ts';
import { asksResponses } from '../../store/asksResponses.ts';
import { codeOf } from '../waterfall/rowKind.ts';
import { type FactSpec, factsOf, type RowFact } from './fact.ts';

const who: readonly FactSpec[] = [
  [
    'operation',
    ['gen_ai.operation.name'],
    (name, row) => (asksResponses(row) ? `${name}, by the Responses API` : name),
  ],
  ['provider', ['gen_ai.provider.name', 'gen_ai.system']],
  ['agent', ['gen_ai.agent.name']],
  ['tool', ['gen_ai.tool.name']],
];

const finished: readonly FactSpec[] = [
  ['finish reason', ['gen_ai.response.finish_reasons'], toList],
];

const requested = 'gen_ai.request.';
/** Parameters in the order in which one looks for them; those that follow are as they came. */
const parameters: readonly FactSpec[] = [
  ['temperature', [`${requested}temperature`]],
  ['top_p', [`${requested}top_p`]],
  ['max tokens', [`${requested}max_tokens`]],
  ['seed', [`${requested}seed`]],
  ['reasoning', [`${requested}reasoning.level`]],
  ['streamed', [`${requested}stream`], toYesNo],
  ['output type', ['gen_ai.output.type']],
  ['dimensions', ['gen_ai.embeddings.dimension.count']],
];

const ids: readonly FactSpec[] = [
  ['response ID', ['gen_ai.response.id'], undefined, 'code'],
  ['call ID', ['gen_ai.tool.call.id'], undefined, 'code'],
];

const where: readonly FactSpec[] = [
  ['server', ['app.server.address', 'server.address', 'target'], withPort],
  ['request ID there', ['app.model_request_id'], undefined, 'code'],
  ['prompt version', ['app.prompt.version']],
  ['step', ['app.step']],
  ['attempt', ['app.attempt']],
  ['status', ['app.http.status_code']],
];

const given: readonly FactSpec[] = [
  ['arguments', ['gen_ai.tool.call.arguments'], undefined, 'code'],
  ['result', ['gen_ai.tool.call.result'], undefined, 'code'],
];

/** What one opens a row of a model call, an agent or a tool for: always in this order. */
export function genAiFacts(row: Row): readonly RowFact[] {
  return [
    ...factsOf(row, who),
    ...modelFact(row),
    ...tokensFact(row),
    ...costFact(row),
    ...firstTokenFact(row),
    ...factsOf(row, finished),
    ...factsOf(row, parameters),
    ...factsOf(row, otherParameters(row)),
    ...factsOf(row, ids),
    ...conversationFact(row),
    ...factsOf(row, where),
    ...errorFact(row),
    ...factsOf(row, given),
  ];
}

/** The conversation that a row is of, with the way there. */
export function conversationFact(row: Row): readonly RowFact[] {
  return factsOf(row, [['conversation', ['gen_ai.conversation.id']]]).map((fact) => ({
    ...fact,
    href: `/conversations/${encodeURIComponent(fact.value)}`,
  }));
}

/** Why a row failed. */
export function errorFact(row: Row): readonly RowFact[] {
  const code = codeOf(row);
  if (code === undefined) return [];
  const name = 'app.error.type, error.type, resultCode';
  return [{ label: 'error', name, value: code, shown: code, look: 'error' }];
}

function modelFact(row: Row): readonly RowFact[] {
  const names = [`${requested}model`, 'gen_ai.response.model'];
  const models = new Set(names.flatMap((name) => genAi(row, name) || []));
  if (models.size === 0) return [];
  const shown = [...models].join(' → ');
  return [{ label: 'model', name: names.join(', '), value: shown, shown }];
}

function tokensFact(row: Row): readonly RowFact[] {
  const input = numberOf(row, 'inputTokens', 'gen_ai.usage.input_tokens');
  const output = numberOf(row, 'outputTokens', 'gen_ai.usage.output_tokens');
  if (input === undefined && output === undefined) return [];
  const parts = [
    [
      numberOf(row, 'cachedInputTokens', 'gen_ai.usage.cache_read.input_tokens'),
      'of the input cached',
    ],
    [numberOf(row, '', 'gen_ai.usage.reasoning.output_tokens'), 'of the output for reasoning'],
  ] as const;
  const more = parts.flatMap(([count, what]) => (count ? `${formatCount(count)} ${what}` : []));
  const all = isModelCall(row) ? [] : ['of all its calls'];
  const shown = [formatUsage(input, output), ...all, ...more].join(', ');
  const name = 'gen_ai.usage.input_tokens, gen_ai.usage.output_tokens';
  return [{ label: 'tokens', name, value: shown, shown }];
}

function costFact(row: Row): readonly RowFact[] {
  const told = [
    ['costUsd', costOf(row)],
    ['answerCostUsd', row.customMeasurements.answerCostUsd],
  ] as const;
  for (const [name, usd] of told) {
    if (usd !== undefined)
      return [{ label: 'cost', name, value: `${usd}`, shown: formatMoney(usd) }];
  }
  if (!isModelCall(row) || !toldTokens(row)) return [];
  const shown = `– (no price for ${genAi(row, `${requested}model`) ?? 'its model'})`;
  return [{ label: 'cost', name: 'costUsd', value: shown, shown }];
}

function firstTokenFact(row: Row): readonly RowFact[] {
  const ms = firstTokenMsOf(row);
  if (ms === undefined) return [];
  const speed = row.customMeasurements.tokensPerSecond;
  const then = speed === undefined ? '' : `, then ${Number(speed.toPrecision(3))} tokens/s`;
  const shown = `${formatSpan(ms)} from the start of this call to the model${then}`;
  return [{ label: 'first token', name: 'timeToFirstTokenMs', value: `${ms}`, shown }];
}

/** Parameters that have no place of their own, by their own names. */
function otherParameters(row: Row): readonly FactSpec[] {
  const known = new Set([...parameters.flatMap(([, names]) => names), `${requested}model`]);
  return Object.keys({ ...row.genAi, ...row.customDimensions })
    .filter((name) => name.startsWith(requested) && !known.has(name))
    .sort()
    .map((name) => [name.slice(requested.length).replaceAll('_', ' '), [name], toList]);
}

function toList(value: string): string {
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? list.join(', ') : value;
  } catch {
    return value;
  }
}

function toYesNo(value: string): string {
  return { true: 'yes', false: 'no' }[value.toLowerCase()] ?? value;
}

function withPort(address: string, row: Row): string {
  const port = genAi(row, 'server.port');
  return port === undefined || address.endsWith(`:${port}`) ? address : `${address}:${port}`;
}
