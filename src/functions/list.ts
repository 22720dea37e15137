import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { registerAzureChatCompletions } from './azureChatCompletions.ts';
import { registerAzureEmbeddings } from './azureEmbeddings.ts';
import { registerChatCompletions } from './chatCompletions.ts';
import { registerCreateJob } from './createJob.ts';
import { registerEmbeddings } from './embeddings.ts';
import { registerGetJob } from './getJob.ts';
import { registerHealth } from './health.ts';
import { routesOf } from './http/routes.ts';
import { registerInferencePoison } from './inferencePoison.ts';
import { registerInferenceQueue } from './inferenceQueue.ts';
import { registerModel } from './model.ts';
import { registerModels } from './models.ts';
import { registerOpenapi } from './openapi.ts';
import { registerUnknownRoute } from './unknownRoute.ts';

/** The only list of this app's functions; unknownRoute comes after them. */
const registrations: readonly ((app: typeof FunctionApp, services: Promise<Services>) => void)[] = [
  registerChatCompletions,
  registerAzureChatCompletions,
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

/**
 * Registers every function. Throws a StartError, before anything is registered, when the host would never reach one of
 * them.
 */
export function registerFunctions(app: typeof FunctionApp, services: Promise<Services>): void {
  const register = (to: typeof FunctionApp) => {
    for (const registerOne of registrations) registerOne(to, services);
  };
  registerUnknownRoute(app, routesOf(app, register));
  register(app);
}
