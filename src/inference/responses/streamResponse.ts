import { deadlineIn, type Limits } from '../../values/deadline.ts';
import type { ModelAccess } from '../modelAccess.ts';
import { openStream } from '../stream/openStream.ts';
import { standardTimes } from '../stream/streamTimes.ts';
import { hidePromptIn } from './hidePrompt.ts';
import { promptOf } from './responsesBody.ts';
import { responsesOperation } from './responsesOperation.ts';
import type { ResponsesRequest } from './responsesRequest.ts';
import type { TypedEvent } from './typedEvent.ts';

/** Answers a request event by event; see `Responses.stream`. */
export async function streamResponse(
  access: ModelAccess,
  request: ResponsesRequest,
  limits: Limits,
  { totalMs, betweenChunksMs } = standardTimes,
): Promise<AsyncIterable<readonly TypedEvent[]>> {
  const operation = responsesOperation(request, access.config);
  const bounds = { end: deadlineIn(totalMs), betweenChunksMs };
  const prompt = promptOf(request, access.config);
  return openStream(
    access,
    operation,
    limits,
    bounds,
    () => (event) => hidePromptIn(event, prompt),
  );
}
