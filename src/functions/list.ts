import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { registerChatCompletions } from './chatCompletions.ts';
import { registerCreateJob } from './createJob.ts';
import { registerGetJob } from './getJob.ts';
import { registerHealth } from './health.ts';
import { registerInferencePoison } from './inferencePoison.ts';
import { registerInferenceQueue } from './inferenceQueue.ts';
import { registerModels } from './models.ts';
import { registerOpenapi } from './openapi.ts';

/** The only list of this app's functions. */
export const registrations: readonly ((
  app: typeof FunctionApp,
  services: Promise<Services>,
) => void)[] = [
  registerChatCompletions,
  registerModels,
  registerHealth,
  registerOpenapi,
  registerCreateJob,
  registerGetJob,
  registerInferenceQueue,
  registerInferencePoison,
];
