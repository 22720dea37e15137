import type { Tool } from './tool.ts';

/** A model of this app: instructions and tools around one of the deployments. */
export interface Assistant {
  /** What a request names as `model`: letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Of the instructions and tools: in the trace, so that answers of two versions can be told apart. */
  readonly version: string;
  readonly instructions: string;
  /** One of the configured models; absent: the default, with all fallbacks. */
  readonly model?: string;
  readonly tools: readonly Tool[];
  readonly limits?: AssistantLimits;
}

/** How far an assistant goes for one answer. */
export interface AssistantLimits {
  /** Calls to the model, 8 if absent. In the last one it must answer. */
  readonly maxSteps?: number;
  /** Runs of tools, 16 if absent. */
  readonly maxToolCalls?: number;
  /** One run of a tool in ms, 10,000 if absent. */
  readonly toolMs?: number;
  /** Input and output of all steps; reached, the answer ends as it is. Absent: no bound but the others. */
  readonly maxTokens?: number;
  /** US dollars by MODEL_PRICES, of all steps; calls without a price count as nothing. */
  readonly maxCostUsd?: number;
}
