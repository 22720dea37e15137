import { deadlineIn } from '../../values/deadline.ts';
import { sendEvents, typedForm } from './eventStream.ts';
import type { HttpCall } from './runHttp.ts';
import { toTypedFrames } from './typedEvents.ts';

/** Answers a request of the Responses API, whole or as a stream of typed events. */
export async function answerResponses(call: HttpCall): Promise<void> {
  const { caller, respond } = call;
  const { config, inference } = call.services;
  const request = await call.readAsked(inference.responses.parse);
  const deadline = deadlineIn(config.inference.httpDeadlineMs);
  const limits = { deadline, left: caller.left };
  if (request.stream) {
    const events = await inference.responses.stream(request, limits);
    await sendEvents(toTypedFrames(events), caller, respond, typedForm);
  } else respond({ jsonBody: await inference.responses.create(request, limits) });
}
