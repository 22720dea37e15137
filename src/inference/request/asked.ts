import type { ChatRequest } from './chatRequest.ts';

/** What an assistant adds to a model call: its instructions instead of `SYSTEM_PROMPT`, and its step. */
export interface Step {
  readonly instructions: string;
  /** Version of the instructions, for `app.prompt.version`. */
  readonly version: string;
  /** Step number, from 1. */
  readonly number: number;
  /** Start of the assistant by `performance.now()`: the time of a stream counts from there. */
  readonly startedAt: number;
}

/** A request, with the assistant's step if it is one. */
export interface Asked {
  readonly request: ChatRequest;
  readonly step?: Step | undefined;
}
