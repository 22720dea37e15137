import type { Tool } from './tool.ts';

/** A model of this app: instructions and tools around one of the deployments. */
export interface Assistant {
  /** The `model` that a request names: letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Version of the instructions and tools. It is in the trace, so that answers of two versions can be told apart. */
  readonly version: string;
  /** What it is for, in a sentence, for the trace; not for the model. */
  readonly description?: string;
  readonly instructions: string;
  /** One of the configured models; absent: the default, with all fallbacks. */
  readonly model?: string;
  readonly tools: readonly Tool[];
  readonly limits?: AssistantLimits;
}

/** Limits of one answer of an assistant. */
export interface AssistantLimits {
  /** Calls to the model, 8 if absent. In the last one it must answer. */
  readonly maxSteps?: number;
  /** Tool runs, 16 if absent. */
  readonly maxToolCalls?: number;
  /** Longest tool run in ms, 10,000 if absent. */
  readonly toolMs?: number;
  /**
   * Input and output tokens of all steps; at the limit the answer is cut short. Absent: only the other limits
   * apply.
   */
  readonly maxTokens?: number;
  /** US dollars of all steps by MODEL_PRICES; a call without a price counts as 0. */
  readonly maxCostUsd?: number;
}
