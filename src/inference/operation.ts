import type { AppError } from '../errors.ts';
import type { ModelAnswered, ModelCall } from '../telemetry/spans/modelAttributes.ts';
import type { ModelFailure } from './client/modelError.ts';

/** What is asked of a model for one request: where, with which body, and how the answer is read. */
export interface Operation<Answer> {
  /** Path below the endpoint: `/chat/completions`. */
  readonly path: string;
  /** The models that may answer, in the order in which they are asked. */
  readonly models: readonly [string, ...string[]];
  /** What the span of a call starts with. */
  toCall(model: string, attempt: number): ModelCall;
  /** The body for a model. */
  toBody(model: string): Record<string, unknown>;
  /** Our error for an answer that is no 200; `known` are the fields of the body. */
  toError(failure: ModelFailure, known: ReadonlySet<string>): AppError;
  /** The fields of the body that the caller asked for: what a model rejects of these is the caller's fault, of others ours. */
  ofCaller(): ReadonlySet<string>;
  /** Reads the body of an answer; throws `model_bad_response`, or the error that the answer tells of. */
  read(body: AsyncIterable<Buffer>): Promise<Answer>;
  /** What the answer of a model reports about itself, for its span. */
  toAnswered(answer: Answer, model: string): ModelAnswered;
}

/** What one read of a stream brought. */
interface Read<Chunk> {
  readonly chunks: readonly Chunk[];
  /** What ends the stream after them: our error for what is no chunk, and for the model's own errors. */
  readonly failure: unknown;
}

/** The events of one stream, as far as they have come. */
export interface Events<Chunk> {
  /** Reads on, and gives the chunks that came, up to what failed. */
  read(bytes: Uint8Array): Read<Chunk>;
  /** Whether the last event has come: nothing after it counts. */
  readonly done: boolean;
  /** Whether any chunk has. */
  readonly heard: boolean;
  /** Whether the answer is whole, though the last event may be missing. */
  readonly finished: boolean;
}

/** A streamed answer, assembled for its span. */
export interface Collected<Answer, Chunk> {
  add(chunk: Chunk): void;
  /** The answer so far, as if it were not streamed; undefined when nothing has arrived. */
  toAnswer(): Answer | undefined;
}

/** An operation whose answer may also come chunk by chunk. */
export interface StreamedOperation<Answer, Chunk> extends Operation<Answer> {
  readEvents(): Events<Chunk>;
  collect(): Collected<Answer, Chunk>;
  /** Whether a chunk holds some of the answer itself: its time is the time to the first. */
  saysSomething(chunk: Chunk): boolean;
}
