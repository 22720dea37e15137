import type { HttpResponseInit, InvocationContext } from '@azure/functions';
import { isAppError } from '../../errors.ts';
import { toFaultLine } from '../faultLine.ts';
import { type Caller, callerOf } from './caller.ts';
import { toErrorResponse } from './errorResponse.ts';

/** Takes the response of an invocation; work may continue after it, as for a stream. */
export type Respond = (response: HttpResponseInit) => void;

/** Takes what gives more headers in a new object, as they are when the answer is sent, whatever it is. */
export type AddHeaders = (headers: () => Record<string, string>) => void;

/**
 * Runs an HTTP handler so that it always answers. In streaming mode a handler that throws, or ends without a
 * response, would leave the caller waiting. Every answer carries `x-request-id`, the invocation ID. The work
 * itself reports what it throws after the response.
 */
export async function answer(
  context: InvocationContext,
  handle: (respond: Respond, caller: Caller, addHeaders: AddHeaders) => Promise<void>,
): Promise<HttpResponseInit> {
  const { invocationId, functionName } = context;
  let more: () => Record<string, string> = () => ({});
  const addHeaders: AddHeaders = (headers) => {
    more = headers;
  };
  const response = await new Promise<HttpResponseInit>((resolve) => {
    let responded = false;
    const respond: Respond = (given) => {
      responded = true;
      resolve(given);
    };
    handle(respond, callerOf(invocationId), addHeaders).then(
      () => {
        if (responded) return;
        context.error(`The handler of ${functionName} has ended without a response.`);
        resolve(toErrorResponse(undefined));
      },
      (thrown) => {
        // An error from inside an invocation span is already ours and recorded there; models, jobs and health
        // have no span.
        if (!isAppError(thrown)) context.error(`internal_error: ${toFaultLine(thrown)}`);
        resolve(toErrorResponse(thrown));
      },
    );
  });
  const headers = Object.assign(more(), response.headers, { 'x-request-id': invocationId });
  return { ...response, headers };
}
