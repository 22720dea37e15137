import type { ChatRequest } from '../src/inference/request/chatRequest.ts';
import { parseChatRequest } from '../src/inference/request/chatRequest.ts';

/** A request as a job runs it: checked, stored as JSON, and checked again. */
export function parseJobRequest(value: unknown): ChatRequest {
  return parseChatRequest(JSON.parse(JSON.stringify(parseChatRequest(value))));
}
