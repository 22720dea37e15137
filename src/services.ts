import type { TokenCredential } from '@azure/core-auth';
import { checkAssistants } from './assistants/checkAssistants.ts';
import { createAssistants } from './assistants/createAssistants.ts';
import { assistants } from './assistants/list.ts';
import type { CallerLimits } from './callers/admission.ts';
import { checkNames } from './callers/checkNames.ts';
import { type Callers, createCallers } from './callers/createCallers.ts';
import { createCallerLimits } from './callers/limits.ts';
import type { LimitTable } from './callers/limitTable.ts';
import type { Config, StorageConfig } from './config.ts';
import { AppError } from './errors.ts';
import { firstCallSent } from './inference/client/firstCall.ts';
import { createInference } from './inference/createInference.ts';
import type { Embeddings } from './inference/embeddings/embeddings.ts';
import type { Inference } from './inference/inference.ts';
import { createJobs, type Jobs } from './jobs/createJobs.ts';
import { readMaxDequeueCount } from './jobs/maxDequeueCount.ts';
import type { JobStore } from './jobs/storage.ts';
import { toJobsInference } from './jobs/toJobsInference.ts';
import { configureTelemetry, type Telemetry } from './telemetry/configureTelemetry.ts';
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
  const firstCall = firstCallSent(config.inference.endpoint);
  const telemetry = await configureTelemetry(config.telemetry, credential, firstCall);
  const openModelSpan = telemetry.modelSpansOf(config.inference.endpoint);
  const openAgentSpan = telemetry.agentSpansOf(config.inference.endpoint);
  const models = createInference(config.inference, credential, openModelSpan, names);
  const inference = createAssistants(assistants, models, openAgentSpan);
  const callers = createCallers(config.callers, limitsOf(config, credential, firstCall, telemetry));
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
  return openJobStore(storage, credentialOf(storage, managedIdentity, shared));
}

/** What keeps the limits of callers; undefined where there are none. */
function limitsOf(
  config: Config,
  credential: TokenCredential,
  firstCall: Promise<void>,
  telemetry: Telemetry,
): CallerLimits | undefined {
  if (config.callers === undefined) return undefined;
  const openTable = () => openLimits(config, credential);
  return createCallerLimits(config.callers, openTable, {
    firstCall,
    onNearEnd: telemetry.tellNearEnd,
  });
}

async function openLimits(
  { storage, managedIdentity }: Config,
  shared: TokenCredential,
): Promise<LimitTable> {
  if (storage === undefined) {
    throw new AppError(
      'storage_unavailable',
      'AzureWebJobsStorage is not set; limits of callers need it.',
    );
  }
  const { openLimitTable } = await import('./callers/table.ts');
  return openLimitTable(storage, credentialOf(storage, managedIdentity, shared));
}

/** The identity that the storage asks for, else the app's. */
function credentialOf(
  storage: StorageConfig,
  managedIdentity: boolean,
  shared: TokenCredential,
): TokenCredential {
  return 'clientId' in storage ? lazyCredential(managedIdentity, storage.clientId) : shared;
}

/** A credential that loads its library when the first token is asked for. */
function lazyCredential(managedIdentity: boolean, clientId: string | undefined): TokenCredential {
  const load = once(async () => {
    const { createCredential } = await import('./identity.ts');
    return createCredential(managedIdentity, clientId);
  });
  return { getToken: async (scopes, options) => (await load()).getToken(scopes, options) };
}
