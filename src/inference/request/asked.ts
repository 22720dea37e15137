import type { ChatRequest } from './chatRequest.ts';

/** What an assistant adds when it asks the model: its instructions in place of `SYSTEM_PROMPT`, and where it stands. */
export interface Step {
  readonly instructions: string;
  /** Of the instructions: what `app.prompt.version` tells. */
  readonly version: string;
  /** 1 for the assistant's first call to a model. */
  readonly number: number;
  /** When the assistant began, by `performance.now()`: a stream's time counts from there. */
  readonly startedAt: number;
}

/** A request, and the assistant's step that it is, if it is one. */
export interface Asked {
  readonly request: ChatRequest;
  readonly step?: Step | undefined;
}
