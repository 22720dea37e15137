import type { Limits } from '../values/deadline.ts';
import type { Spending } from '../values/spending.ts';
import type { Completion } from './answer/completion.ts';
import type { Step } from './request/asked.ts';
import type { ChatRequest } from './request/chatRequest.ts';
import type { ResolveModel } from './request/resolveModel.ts';
import type { Responses } from './responses/responses.ts';
import type { StepAnswer } from './step/stepAnswer.ts';
import type { StreamedStep } from './step/streamStep.ts';
import type { StreamTimes } from './stream/streamTimes.ts';

/** Chat completions, and responses: the request is checked, the model is called, its answer is checked. */
export interface Inference {
  /** Default model first, then the fallbacks, then all other names that answer. */
  readonly models: readonly [string, ...string[]];
  /** The model that a name means: itself, or what it is an alias of. */
  readonly resolve: ResolveModel;
  /** Checks a request, whose model is then one of ours; throws the table's 4xx with `param`. */
  parse(value: unknown): ChatRequest;
  /** Checks a request body in bytes; `model`, if given, replaces its own. Throws the table's 4xx with `param`. */
  parseBody(bytes: Uint8Array, model?: string): ChatRequest;
  /** What a request may use, for the limits of its caller. */
  reserve(request: ChatRequest): Spending;
  /** Answers a request within the limits; throws our errors only. */
  complete(request: ChatRequest, limits: Limits): Promise<Completion>;
  /**
   * Answers a request chunk by chunk: the data of the server-sent events of each read, without the last
   * (`[DONE]`). Resolves with the first chunk, within the limits. It and its iterator throw our errors only.
   */
  stream(
    request: ChatRequest,
    limits: Limits,
    times?: StreamTimes,
  ): Promise<AsyncIterable<readonly string[]>>;
  readonly responses: Responses;
}

/** The models themselves; assistants ask them step by step. */
export interface Models extends Inference {
  /** What a request may use; `instructions` are an assistant's. */
  reserve(request: ChatRequest, instructions?: string): Spending;
  /** One step of an assistant, like `complete`. */
  completeStep(request: ChatRequest, limits: Limits, step: Step): Promise<StepAnswer>;
  /** One step of an assistant, like `stream`. */
  streamStep(
    request: ChatRequest,
    limits: Limits,
    step: Step,
    times?: StreamTimes,
  ): Promise<StreamedStep>;
}
