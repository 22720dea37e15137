import { sendEvents, typedForm } from './eventStream.ts';
import type { HttpCall } from './runHttp.ts';
import { toTypedFrames } from './typedEvents.ts';

/** Answers a request of the Responses API, whole or as a stream of typed events. */
export async function answerResponses(call: HttpCall): Promise<void> {
  const { caller, respond, within } = call;
  const { models, responses } = call.services.inference;
  const request = await call.readAsked(responses.parse);
  call.checkModel(request.model ?? models[0]);
  const reserve = () => responses.reserve(request);
  if (request.stream) {
    await within(reserve, async (limits) => {
      const events = await responses.stream(request, limits);
      await sendEvents(toTypedFrames(events), caller, respond, typedForm);
    });
  } else
    respond({ jsonBody: await within(reserve, (limits) => responses.create(request, limits)) });
}
