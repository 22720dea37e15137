import { deadlineIn, type Limits } from '../../values/deadline.ts';
import { chatOperation } from '../chatOperation.ts';
import type { ModelAccess } from '../modelAccess.ts';
import type { ChatRequest } from '../request/chatRequest.ts';
import { toCallersChunks } from './completionChunk.ts';
import { openStream } from './openStream.ts';
import { standardTimes } from './streamTimes.ts';

/** Answers a request chunk by chunk; see `Inference.stream`. */
export async function streamCompletion(
  access: ModelAccess,
  request: ChatRequest,
  limits: Limits,
  { totalMs, betweenChunksMs } = standardTimes,
): Promise<AsyncIterable<readonly string[]>> {
  const bounds = { end: deadlineIn(totalMs), betweenChunksMs };
  const wantsUsage = request.stream_options?.include_usage === true;
  const operation = chatOperation({ request }, access.config);
  return openStream(access, operation, limits, bounds, (model) =>
    toCallersChunks(model, wantsUsage),
  );
}
