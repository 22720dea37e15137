import * as z from 'zod';
import { identifier } from '../../values/identifier.ts';
import { unreadable } from '../client/openResponse.ts';
import { firstIssue } from '../firstIssue.ts';

/** A function call that the model requests. The name and the arguments are the model's text. */
export interface ToolCall {
  /** ID under which the result is sent back. */
  readonly id: string;
  /** The same ID for telemetry, if it looks like an identifier. */
  readonly callId: string | undefined;
  readonly name: string;
  /** Should be JSON. */
  readonly arguments: string;
  /** The signature of the thought that led to it, which the model wants back. */
  readonly extra_content?: unknown;
}

/** More than any assistant runs. Each call is a span, run or not. More calls of a stream are not collected either. */
export const maxCalls = 128;

const schema = z
  .array(
    z.looseObject({
      id: z.string().nullish(),
      function: z.looseObject({ name: z.string(), arguments: z.string().nullish() }),
    }),
  )
  .nullish();

/** The first 128 calls of an answer's message, in their order; throws `model_bad_response` when they cannot be read. */
export function toToolCalls(value: unknown): readonly ToolCall[] {
  const checked = schema.safeParse(value, firstIssue);
  if (!checked.success) throw unreadable();
  return (checked.data ?? [])
    .slice(0, maxCalls)
    .map(({ id, function: called, extra_content }, index) => ({
      id: id || `call_${index + 1}`,
      callId: identifier(id),
      name: called.name,
      arguments: called.arguments ?? '',
      ...(extra_content != null && { extra_content }),
    }));
}
