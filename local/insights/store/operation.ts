import type { Row } from './row.ts';

/** One invocation in a list; what is not known is null, never 0. */
export interface Operation {
  readonly operation_Id: string;
  readonly timestamp: string;
  readonly name: string;
  readonly session_Id: string | null;
  readonly job: string | null;
  readonly outcome: string;
  readonly model: string | null;
  readonly durationMs: number | null;
  readonly success: 'True' | 'False';
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  readonly timeToFirstTokenMs: number | null;
}

/** Sums up the rows of one invocation; tokens and cost are those of its `chat` rows. Undefined when there are none. */
export function toOperation(rows: readonly Row[]): Operation | undefined {
  const own = rows.find(({ name }) => name === 'generate_completion');
  const host = rows.find(({ itemType }) => itemType === 'requests');
  const spans = rows.filter(({ duration }) => duration !== undefined);
  const root = own ?? host ?? spans[0] ?? rows[0];
  if (root === undefined) return undefined;
  const chats = rows.filter(isChat);
  const last = chats.at(-1);
  const failed = [own, host].some((row) => row?.success === 'False') || root.success === 'False';
  const outcome = root.customDimensions['app.outcome'];
  return {
    operation_Id: root.operation_Id,
    timestamp: rows.map(({ timestamp }) => timestamp).sort()[0] ?? root.timestamp,
    name: host?.name ?? root.name ?? root.message ?? root.itemType,
    session_Id: root.session_Id ?? host?.customDimensions['faas.invocation_id'] ?? null,
    job: root.customDimensions['app.job'] ?? null,
    outcome: outcome ?? (failed ? (root.resultCode ?? 'failed') : 'ok'),
    model: last?.customDimensions['gen_ai.request.model'] ?? null,
    durationMs: host?.duration ?? root.duration ?? null,
    success: failed ? 'False' : 'True',
    inputTokens: sum(chats, 'inputTokens', 'gen_ai.usage.input_tokens'),
    outputTokens: sum(chats, 'outputTokens', 'gen_ai.usage.output_tokens'),
    costUsd: sum(chats, 'costUsd'),
    timeToFirstTokenMs: last?.customMeasurements.timeToFirstTokenMs ?? null,
  };
}

/** Whether a row is one call to a model. */
export function isChat({ itemType, customDimensions }: Row): boolean {
  return itemType === 'dependencies' && customDimensions['gen_ai.operation.name'] === 'chat';
}

/** A number of a row: its measurement, else the attribute of the conventions. */
export function numberOf(row: Row, measurement: string, dimension?: string): number | undefined {
  const value =
    row.customMeasurements[measurement] ?? (dimension && row.customDimensions[dimension]);
  return value === undefined || value === '' ? undefined : Number(value);
}

function sum(rows: readonly Row[], measurement: string, dimension?: string): number | null {
  const known = rows.flatMap((row) => numberOf(row, measurement, dimension) ?? []);
  return known.length === 0 ? null : known.reduce((a, b) => a + b);
}
