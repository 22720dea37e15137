import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { registerAzureChatCompletions } from './azureChatCompletions.ts';
import { registerAzureEmbeddings } from './azureEmbeddings.ts';
import { registerAzureResponses } from './azureResponses.ts';
import { registerChatCompletions } from './chatCompletions.ts';
import { registerCreateJob } from './createJob.ts';
import { registerEmbeddings } from './embeddings.ts';
import { registerGetJob } from './getJob.ts';
import { registerHealth } from './health.ts';
import { registerInferencePoison } from './inferencePoison.ts';
import { registerInferenceQueue } from './inferenceQueue.ts';
import { registerModel } from './model.ts';
import { registerModels } from './models.ts';
import { registerOpenapi } from './openapi.ts';
import { registerResponses } from './responses.ts';

/** The only list of this app's functions; unknownRoute comes after them. */
export const registrations: readonly ((
  app: typeof FunctionApp,
  services: Promise<Services>,
) => void)[] = [
  registerChatCompletions,
  registerAzureChatCompletions,
  registerResponses,
  registerAzureResponses,
  registerEmbeddings,
  registerAzureEmbeddings,
  registerModels,
  registerModel,
  registerHealth,
  registerOpenapi,
  registerCreateJob,
  registerGetJob,
  registerInferenceQueue,
  registerInferencePoison,
];
