import { genAi, isModelCall, modelCallsOf } from '../genAi/attributes.ts';
import { isOurCall } from '../ours.ts';
import type { Row } from '../row.ts';
import { timeOf } from '../time.ts';

/** What can be wrong with an invocation's rows, each a bit of the column `problems`. */
export const problemBits = {
  noModelCall: 1,
  missingParent: 2,
  doubleRequest: 4,
  doubleModelCall: 8,
  clockSkew: 16,
} as const;

/** One of them. */
export type Problem = keyof typeof problemBits;

/** How far a child may stand outside its parent, in ms: less is no clock that differs, but a worker that starts. */
export const skewMs = 50;

/** Outcomes that only a model's answer, or its lack, can give. */
const ofModels =
  /^(?:ok|throttled|context_length_exceeded|content_filter|rate_limit_exceeded|model_(?!not_found$)\w+)$/;

/** The bits of what is wrong with the rows of one invocation; what is still missing when they are read may yet come. */
export function problemsOf(rows: readonly Row[]): number {
  const byId = new Map(rows.flatMap((row) => (row.id ? [[row.id, row] as const] : [])));
  const found: Record<Problem, boolean> = {
    noModelCall: lacksModelCall(rows),
    missingParent: rows.some((row) => lacksParent(row, byId)),
    doubleRequest: hasDoubleRequest(rows),
    doubleModelCall: hasDoubleModelCall(rows, byId),
    clockSkew: rows.some((row) => isOutside(row, byId.get(row.operation_ParentId))),
  };
  return Object.entries(problemBits).reduce(
    (bits, [name, bit]) => (found[name as Problem] ? bits | bit : bits),
    0,
  );
}

function lacksModelCall(rows: readonly Row[]): boolean {
  const own = rows.find(({ name }) => name === 'generate_completion');
  const outcome = own?.customDimensions['app.outcome'] ?? '';
  return ofModels.test(outcome) && !rows.some(isModelCall);
}

/** An entry has its parent elsewhere: at the caller, or, for a queue message, at its sender. */
function lacksParent(row: Row, byId: ReadonlyMap<string, Row>): boolean {
  const { itemType, name, operation_ParentId, operation_Id, customDimensions } = row;
  if (itemType === 'requests' || operation_ParentId === '' || operation_ParentId === operation_Id) {
    return false;
  }
  if (name === 'generate_completion' && customDimensions['faas.trigger'] !== 'http') return false;
  return !byId.has(operation_ParentId);
}

function hasDoubleRequest(rows: readonly Row[]): boolean {
  const requests = rows.filter(({ itemType }) => itemType === 'requests');
  const ours = rows.some(({ name }) => name === 'generate_completion');
  const invocations = requests.map((row) => row.customDimensions['faas.invocation_id']);
  const named = invocations.filter((id) => id !== undefined);
  return (ours && requests.length > 1) || new Set(named).size < named.length;
}

/** One answer counted twice, or the HTTP row of an SDK below our row of the model call, which no other app's rows are for. */
function hasDoubleModelCall(rows: readonly Row[], byId: ReadonlyMap<string, Row>): boolean {
  const answers = modelCallsOf(rows).flatMap((row) => genAi(row, 'gen_ai.response.id') ?? []);
  if (new Set(answers).size < answers.length) return true;
  return rows.some(({ itemType, type, operation_ParentId }) => {
    const parent = byId.get(operation_ParentId);
    return (
      itemType === 'dependencies' && /^https?/i.test(type ?? '') && parent && isOurCall(parent)
    );
  });
}

function isOutside(row: Row, parent: Row | undefined): boolean {
  if (row.duration === undefined || parent?.duration === undefined) return false;
  const start = timeOf(row);
  const parentStart = timeOf(parent);
  const late = start + row.duration - (parentStart + parent.duration);
  return parentStart - start > skewMs || late > skewMs;
}
