import type * as z from 'zod';

/** An action that an assistant's model can call. */
export interface Tool<Arguments = unknown> {
  /** Name in the model's calls: letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** For the model: what it does, and when to call it. */
  readonly description: string;
  /** Schema of the arguments. The model's JSON schema is made from it; it should refuse unknown keys. */
  readonly arguments: z.ZodType<Arguments>;
  /**
   * Runs the tool and gives a value that JSON can hold. It must be safe to run twice, as a queue message may be
   * delivered again, and it must end soon after the signal. The model sees the message of what it throws only
   * if that is a `ToolError`.
   */
  run(given: Arguments, signal: AbortSignal): Promise<unknown>;
}

/** Reason that a tool gives no result, written for the model, which may try again. */
export class ToolError extends Error {}

/** Types a tool: `run` takes what its schema gives. */
export function defineTool<Arguments>(tool: Tool<Arguments>): Tool<Arguments> {
  return tool;
}
