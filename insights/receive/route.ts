import type { IncomingHttpHeaders } from 'node:http';
import type { Accept } from './accept.ts';
import type { Answer } from './answer.ts';
import type { Refusal } from './refusal.ts';

/** A route that telemetry is posted to. */
export interface Route {
  /**
   * Reads a request and hands what it brought to `accept`. `readBody` is called when the headers are fit for it. Throws a
   * {@link Refusal}.
   */
  take(
    headers: IncomingHttpHeaders,
    readBody: () => Promise<Buffer>,
    accept: Accept,
  ): Promise<Answer>;
  /** A refusal in the form that the senders of this route read. */
  refuse(refusal: Refusal, headers: IncomingHttpHeaders): Answer;
}
