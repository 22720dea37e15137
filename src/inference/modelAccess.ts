import type { ModelClient } from '@azure-rest/ai-inference';
import type { InferenceConfig } from '../config.ts';
import type { OpenModelSpan } from '../telemetry/spans/modelSpan.ts';
import type { Limits } from '../values/deadline.ts';
import type { Call } from './retry/complete.ts';

/** What every call to the model needs. */
export interface ModelAccess {
  readonly config: InferenceConfig;
  readonly client: ModelClient;
  readonly openModelSpan: OpenModelSpan;
  /** Makes the calls for a request: its first model, retries and fallbacks. */
  retried<T>(models: readonly [string, ...string[]], limits: Limits, call: Call<T>): Promise<T>;
}
