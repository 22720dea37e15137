import type * as z from 'zod';

/** Something that an assistant's model can have done. */
export interface Tool<Arguments = unknown> {
  /** By which the model calls it: letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** For the model: what it does, and when to call it. */
  readonly description: string;
  /** What a call must give. The JSON schema that the model is sent is made of it; unknown keys should be refused. */
  readonly arguments: z.ZodType<Arguments>;
  /**
   * Does it; gives what JSON can hold. It must be safe to run twice, as a queue message may be delivered again, and end
   * soon after the signal. What it throws the model is told only if it is a `ToolError`.
   */
  run(given: Arguments, signal: AbortSignal): Promise<unknown>;
}

/** Why a tool gives no result, in words for the model, which may try again. */
export class ToolError extends Error {}

/** A tool whose `run` takes what its schema gives. */
export function defineTool<Arguments>(tool: Tool<Arguments>): Tool<Arguments> {
  return tool;
}
