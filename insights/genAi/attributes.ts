import type { Row } from '../row.ts';

/** Operations of the conventions that ask a model for an answer; Responses are `chat` too. */
const answering = /^(?:chat|text_completion|generate_content)$/;

/** A GenAI attribute of a row by its name in the conventions, however the sender names it. */
export function genAi({ customDimensions, genAi }: Row, name: string): string | undefined {
  return customDimensions[name] ?? genAi?.[name];
}

/** The operation of a span, by its name in the conventions; undefined for other rows. */
export function operationOf(row: Row): string | undefined {
  return row.itemType === 'dependencies' ? genAi(row, 'gen_ai.operation.name') : undefined;
}

/** Whether a row is one call to a model: of whatever it asks, tokens and cost count. */
export function isModelCall(row: Row): boolean {
  return isChat(row) || isEmbeddings(row);
}

/** Whether a row is a call for an answer: only such a row may hold messages. */
export function isChat(row: Row): boolean {
  return answering.test(operationOf(row) ?? '');
}

/** Whether a row is a call for embeddings. */
export function isEmbeddings(row: Row): boolean {
  return operationOf(row) === 'embeddings';
}

/**
 * The calls to models among the rows of a call. Two SDKs, or the layers of one, may each write a span for the same call: the innermost
 * counts. An agent that tells tokens counts as one when none of its calls to models is here, and no other such agent beneath it.
 */
export function modelCallsOf<T extends Row>(rows: readonly T[]): readonly T[] {
  const agents = rows.filter((row) => operationOf(row) === 'invoke_agent' && toldTokens(row));
  const calls = rows.filter(isModelCall);
  if (calls.length + agents.length < 2)
    return rows.filter((row) => [...calls, ...agents].includes(row));
  const byId = new Map(rows.flatMap((row) => (row.id ? [[row.id, row] as const] : [])));
  const above = rowsAbove([...calls, ...agents], byId);
  // What a call does by a tool or an agent beneath it are calls of their own.
  const isOther = (row: Row) => /^(?:execute_tool|invoke_agent)$/.test(operationOf(row) ?? '');
  const wraps = new Set([
    ...[...rowsAbove(calls.filter(isChat), byId, isOther)].filter(isChat),
    ...[...rowsAbove(calls.filter(isEmbeddings), byId, isOther)].filter(isEmbeddings),
  ]);
  const counted = new Set<Row>([
    ...calls.filter((row) => !wraps.has(row)),
    ...agents.filter((row) => !above.has(row)),
  ]);
  return rows.filter((row) => counted.has(row));
}

/** The rows that some of these hang on, up to where one `ends` it. */
function rowsAbove(
  from: readonly Row[],
  byId: ReadonlyMap<string, Row>,
  ends: (row: Row) => boolean = () => false,
): ReadonlySet<Row> {
  const above = new Set<Row>();
  for (const row of from) {
    let parent = byId.get(row.operation_ParentId);
    while (parent !== undefined && parent !== row && !above.has(parent) && !ends(parent)) {
      above.add(parent);
      parent = byId.get(parent.operation_ParentId);
    }
  }
  return above;
}

/** The calls for an answer among the rows of a call: those that may hold messages. */
export function chatsOf<T extends Row>(rows: readonly T[]): readonly T[] {
  return modelCallsOf(rows).filter((row) => !isEmbeddings(row));
}

/** Whether a call to a model told its tokens: without a price its cost is unknown then. */
export function toldTokens(row: Row): boolean {
  const [measurement, name] = isEmbeddings(row)
    ? (['inputTokens', 'gen_ai.usage.input_tokens'] as const)
    : (['outputTokens', 'gen_ai.usage.output_tokens'] as const);
  return numberOf(row, measurement, name) !== undefined;
}

/** The cost of a call to a model in US dollars, as it was sent or by the receiver's prices; undefined when it is not known. */
export function costOf(row: Row): number | undefined {
  return numberOf(row, 'costUsd', 'costUsd');
}

/**
 * A number of a row: its measurement, else the attribute of the conventions. An attribute is text, and may say what nobody can count
 * with: that is not known.
 */
export function numberOf(row: Row, measurement: string, name: string): number | undefined {
  const value = row.customMeasurements[measurement] ?? genAi(row, name);
  if (value === undefined || value === '') return undefined;
  const read = Number(value);
  return Math.abs(read) <= Number.MAX_SAFE_INTEGER ? read : undefined;
}

/** Time from the start of a call to its first chunk, in ms; undefined when it was not streamed or none came. */
export function firstTokenMsOf(row: Row): number | undefined {
  const seconds = Number(genAi(row, 'gen_ai.response.time_to_first_chunk') ?? Number.NaN);
  const ms = row.customMeasurements.timeToFirstTokenMs ?? seconds * 1_000;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
