import type { Limits } from '../../values/deadline.ts';
import type { Spending } from '../../values/spending.ts';
import type { StreamTimes } from '../stream/streamTimes.ts';
import type { ResponsesAnswer } from './responsesAnswer.ts';
import type { ResponsesRequest } from './responsesRequest.ts';
import type { TypedEvent } from './typedEvent.ts';

/** OpenAI's Responses API: the same models, asked for a response. */
export interface Responses {
  /** Checks a request body in bytes; throws the table's 4xx with `param`. */
  parse(bytes: Uint8Array): ResponsesRequest;
  /** What a request may use, for the limits of its caller. */
  reserve(request: ResponsesRequest): Spending;
  /** Answers a request within the limits; throws our errors only. */
  create(request: ResponsesRequest, limits: Limits): Promise<ResponsesAnswer>;
  /**
   * Answers a request event by event: the events of each read. Resolves with the first that is more than `created`, `queued` or
   * `in_progress`, within the limits. It and its iterator throw our errors only.
   */
  stream(
    request: ResponsesRequest,
    limits: Limits,
    times?: StreamTimes,
  ): Promise<AsyncIterable<readonly TypedEvent[]>>;
}
