import * as z from 'zod';
import { identifier } from './identifier.ts';
import { unreadable } from './openResponse.ts';

/** A call of a function that the model asks for. The name and the arguments are its own words. */
export interface ToolCall {
  /** What its result is sent back under. */
  readonly id: string;
  /** The same for telemetry, when it looks like an identifier. */
  readonly callId: string | undefined;
  readonly name: string;
  /** Meant to be JSON. */
  readonly arguments: string;
}

const schema = z
  .array(
    z.looseObject({
      id: z.string().nullish(),
      function: z.looseObject({ name: z.string(), arguments: z.string().nullish() }),
    }),
  )
  .nullish();

/** The calls of an answer's message, in their order; throws `model_bad_response` for what cannot be read. */
export function toToolCalls(value: unknown): readonly ToolCall[] {
  const checked = schema.safeParse(value);
  if (!checked.success) throw unreadable();
  return (checked.data ?? []).map(({ id, function: called }, index) => ({
    id: id || `call_${index + 1}`,
    callId: identifier(id),
    name: called.name,
    arguments: called.arguments ?? '',
  }));
}
