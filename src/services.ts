import type { TokenCredential } from '@azure/core-auth';
import { checkAssistants } from './assistants/checkAssistants.ts';
import { createAssistants } from './assistants/createAssistants.ts';
import { assistants } from './assistants/list.ts';
import { checkNames } from './callers/checkNames.ts';
import { type Callers, createCallers } from './callers/createCallers.ts';
import type { Config } from './config.ts';
import { AppError } from './errors.ts';
import { firstCallSent } from './inference/client/firstCall.ts';
import { createInference } from './inference/createInference.ts';
import type { Embeddings } from './inference/embeddings/embeddings.ts';
import type { Inference } from './inference/inference.ts';
import { createJobs, type Jobs } from './jobs/createJobs.ts';
import { readMaxDequeueCount } from './jobs/maxDequeueCount.ts';
import type { JobStore } from './jobs/storage.ts';
import { configureTelemetry, type Telemetry } from './telemetry/configureTelemetry.ts';
import { deadlineIn } from './values/deadline.ts';
import { once } from './values/once.ts';

/** Everything heavier than a registration, created once per worker. */
export interface Services {
  readonly config: Config;
  readonly telemetry: Telemetry;
  readonly inference: Inference;
  /** Those of its names that are assistants. */
  readonly assistants: readonly string[];
  readonly embeddings: Embeddings;
  readonly jobs: Jobs;
  readonly callers: Callers;
}

/** Time of a job's acceptance and result besides its run, in ms: some calls to storage of at most 10 s. */
const aroundRunMs = 30_000;

/**
 * Builds telemetry, then inference with its assistants, then jobs. Throws a StartError when an assistant or
 * the name of a model is invalid.
 */
export async function createServices(config: Config): Promise<Services> {
  checkAssistants(assistants, config.inference.models);
  const names = assistants.map(({ name }) => name);
  checkNames(config, names);
  const credential = lazyCredential(config.managedIdentity, config.clientId);
  const telemetry = await configureTelemetry(
    config.telemetry,
    credential,
    firstCallSent(config.inference.endpoint),
  );
  const openModelSpan = telemetry.modelSpansOf(config.inference.endpoint);
  const openAgentSpan = telemetry.agentSpansOf(config.inference.endpoint);
  const models = createInference(config.inference, credential, openModelSpan, names);
  const inference = createAssistants(assistants, models, openAgentSpan);
  const callers = createCallers(config.callers, undefined);
  const jobs = createJobs(
    toJobsInference(inference, callers, config.inference.queueDeadlineMs),
    telemetry.countJob,
    once(() => openStore(config, credential)),
    {
      maxDequeueCount: await readMaxDequeueCount(),
      firstRunMs: config.inference.queueDeadlineMs + aroundRunMs,
    },
  );
  return {
    config,
    telemetry,
    inference,
    assistants: names,
    embeddings: models.embeddings,
    jobs,
    callers,
  };
}

async function openStore(
  { storage, managedIdentity }: Config,
  shared: TokenCredential,
): Promise<JobStore> {
  if (storage === undefined) {
    throw new AppError('storage_unavailable', 'AzureWebJobsStorage is not set; jobs need it.');
  }
  const { openJobStore } = await import('./jobs/storage.ts');
  const own = 'clientId' in storage ? lazyCredential(managedIdentity, storage.clientId) : shared;
  return openJobStore(storage, own);
}

/** A credential that loads its library when the first token is asked for. */
function lazyCredential(managedIdentity: boolean, clientId: string | undefined): TokenCredential {
  const load = once(async () => {
    const { createCredential } = await import('./identity.ts');
    return createCredential(managedIdentity, clientId);
  });
  return { getToken: async (scopes, options) => (await load()).getToken(scopes, options) };
}

/** Inference as jobs need it: within the queue's deadline, and the limits of the job's caller. */
function toJobsInference(
  inference: Inference,
  callers: Callers,
  deadlineMs: number,
): Parameters<typeof createJobs>[0] {
  return {
    callerOf: callers.known,
    parse(value, caller) {
      const request = inference.parse(value);
      callers.checkModel(caller, request.model ?? inference.models[0]);
      return request;
    },
    complete(request, caller) {
      const limits = {
        deadline: deadlineIn(deadlineMs),
        left: new AbortController().signal, // no caller waits for a job, so none can disconnect
      };
      const reserve = () => inference.reserve(request);
      return callers.within(caller, reserve, limits, (own) => inference.complete(request, own));
    },
  };
}
