import type { ModelClient } from '@azure-rest/ai-inference';
import type { InferenceConfig } from '../config.ts';
import type { OpenChatSpan } from '../telemetry/spans/chatSpan.ts';
import type { Limits } from '../values/deadline.ts';
import type { Asked } from './request/asked.ts';
import type { Call } from './retry/complete.ts';

/** What every call to the model needs. */
export interface ModelAccess {
  readonly config: InferenceConfig;
  readonly client: ModelClient;
  readonly openChatSpan: OpenChatSpan;
  /** Makes the calls for a request: the model that it names, retries and fallbacks. */
  retried<T>(asked: Asked, limits: Limits, call: Call<T>): Promise<T>;
}
