import * as z from 'zod';
import { identifier } from '../../values/identifier.ts';
import { unreadable } from '../client/openResponse.ts';
import { firstIssue } from '../firstIssue.ts';

/** A call of a function that the model asks for. The name and the arguments are its own words. */
export interface ToolCall {
  /** What its result is sent back under. */
  readonly id: string;
  /** The same for telemetry, when it looks like an identifier. */
  readonly callId: string | undefined;
  readonly name: string;
  /** Meant to be JSON. */
  readonly arguments: string;
  /** The signature of the thought that led to it, which the model wants back. */
  readonly extra_content?: unknown;
}

/** More than any assistant runs; each is a span, whether it is run or not. A stream's beyond these are not collected either. */
export const maxCalls = 128;

const schema = z
  .array(
    z.looseObject({
      id: z.string().nullish(),
      function: z.looseObject({ name: z.string(), arguments: z.string().nullish() }),
    }),
  )
  .nullish();

/** The calls of an answer's message, in their order, the first 128; throws `model_bad_response` for what cannot be read. */
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
