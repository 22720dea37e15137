import { isFailed } from '../../failed.ts';
import { genAi } from '../../genAi/attributes.ts';
import { isInvocation } from '../../ours.ts';
import type { Row } from '../../row.ts';
import { type ForeignKind, foreignKindOf } from './foreignKind.ts';

/** What a line stands for, which gives its colour and sign. */
export type LineKind =
  | ForeignKind
  | 'host'
  | 'ours'
  | 'model'
  | 'tool'
  | 'agent'
  | 'delivery'
  | 'ghost'
  | 'other';

/** The kind of a span. */
export function kindOf(row: Row): LineKind {
  return ownKindOf(row) ?? foreignKindOf(row) ?? 'other';
}

/** The kind of a span that a host, this app or a convention for generative AI tells of; undefined for others. */
export function ownKindOf(row: Row): LineKind | undefined {
  if (row.itemType === 'requests') return 'host';
  if (isInvocation(row)) return 'ours';
  const operation = genAi(row, 'gen_ai.operation.name');
  if (operation === undefined) return undefined;
  if (operation === 'execute_tool') return 'tool';
  return operation === 'invoke_agent' || operation === 'create_agent' ? 'agent' : 'model';
}

/** Whether a row is the run of a queue message. */
export function isDelivery({ name, customDimensions }: Row): boolean {
  return name === 'generate_completion' && customDimensions['faas.trigger'] === 'pubsub';
}

/** The invocation that a row belongs to: its session, or for the host's row what the host calls it. */
export function invocationOf({ session_Id, customDimensions }: Row): string | undefined {
  return session_Id ?? customDimensions['faas.invocation_id'];
}

/** Why a row failed: our code and the field that was wrong, or a status; undefined when it did not. `own` as in `isFailed`. */
export function codeOf(row: Row, own?: Row): string | undefined {
  if (!isFailed(row, own)) return undefined;
  const { customDimensions, resultCode } = row;
  // The host tells of a queue's run only that it failed.
  const isQueue = customDimensions['faas.trigger'] === 'pubsub';
  const status = isQueue || resultCode === '0' || resultCode === '' ? undefined : resultCode;
  const outcome = customDimensions['app.outcome'];
  const param = customDimensions['app.error.param'];
  return (
    customDimensions['app.error.type'] ??
    (outcome && param ? `${outcome} (${param})` : outcome) ??
    customDimensions['error.type'] ??
    status ??
    'error'
  );
}

/** Attempt number, from 1, of a row's call for one completion; 0 when the row does not say. */
export function attemptOf(row: Row | undefined): number {
  const attempt = Number(row?.customDimensions['app.attempt']);
  return Number.isInteger(attempt) && attempt > 0 ? attempt : 0;
}
