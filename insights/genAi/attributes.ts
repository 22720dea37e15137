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
 * that told its tokens counts, or the innermost when none did. An agent that tells tokens counts as one when none of its calls to models
 * is here, and no other such agent beneath it.
 */
export function modelCallsOf<T extends Row>(rows: readonly T[]): readonly T[] {
  const calls = rows.filter(isModelCall);
  const agents = rows.filter((row) => operationOf(row) === 'invoke_agent' && toldTokens(row));
  if (calls.length + agents.length < 2) return [...calls, ...agents];
  const byId = new Map(rows.flatMap((row) => (row.id ? [[row.id, row] as const] : [])));
  const above = new Set<Row>([...calls, ...agents].flatMap((row) => rowsAbove(row, byId)));
  const repeated = new Set<Row>(calls.flatMap((row) => repeatsOf(row, byId)));
  const counted = new Set<Row>([
    ...calls.filter((row) => !repeated.has(row)),
    ...agents.filter((row) => !above.has(row)),
  ]);
  return rows.filter((row) => counted.has(row));
}

/** The spans that tell of a call once more: of the call and those of its kind around it, all but the one that counts. */
function repeatsOf(call: Row, byId: ReadonlyMap<string, Row>): readonly Row[] {
  // What a call does by a tool or an agent beneath it are calls of their own.
  const around = rowsAbove(call, byId, (row) =>
    /^(?:execute_tool|invoke_agent)$/.test(operationOf(row) ?? ''),
  ).filter((row) => isModelCall(row) && isEmbeddings(row) === isEmbeddings(call));
  const same = [call, ...around];
  const counted = same.find(toldTokens) ?? call;
  return same.filter((row) => row !== counted);
}

/** So far up is looked for what a row hangs on: every call looks for itself. */
const mostAbove = 100;

/** The rows that a row hangs on, the nearest first, up to where one `ends` it; none when they go in a circle. */
function rowsAbove(
  row: Row,
  byId: ReadonlyMap<string, Row>,
  ends: (row: Row) => boolean = () => false,
): readonly Row[] {
  const above = new Set<Row>();
  for (
    let parent = byId.get(row.operation_ParentId);
    parent !== undefined && !ends(parent) && above.size < mostAbove;
    parent = byId.get(parent.operation_ParentId)
  ) {
    if (parent === row || above.has(parent)) return [];
    above.add(parent);
  }
  return [...above];
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
  return read >= 0 && read <= Number.MAX_SAFE_INTEGER ? read : undefined;
}

/** What rows told of a number together; undefined when none did. */
export function sumOf(rows: readonly Row[], measurement: string, name: string): number | undefined {
  const known = rows.flatMap((row) => numberOf(row, measurement, name) ?? []);
  if (known.length === 0) return undefined;
  return Number(known.reduce((a, b) => a + b).toPrecision(12)); // removes the noise of binary fractions
}

/** Time from the start of a call to its first chunk, in ms; undefined when it was not streamed or none came. */
export function firstTokenMsOf(row: Row): number | undefined {
  const seconds = Number(genAi(row, 'gen_ai.response.time_to_first_chunk') ?? Number.NaN);
  const ms = row.customMeasurements.timeToFirstTokenMs ?? seconds * 1_000;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
