import type { TokenCredential } from '@azure/core-auth';
import { type JobStorage, openAccount, openStorage } from '../ask/askQueue.ts';
import { AskError, readRows } from '../ask/askTrace.ts';
import { chooseKey } from '../ask/chooseKey.ts';
import { keepsKeys } from '../ask/keepsKeys.ts';
import type { Ready } from '../stack/readyFile.ts';
import { createArm } from './azure/arm.ts';
import { readAzdValues } from './azure/azdValues.ts';
import { createCredential } from './azure/credential.ts';
import { createCloudReader } from './azure/readCloudRows.ts';
import { askHost } from './countFunctions.ts';
import { azureLimits, type Limits, localLimits } from './limits.ts';
import { Problem } from './problem.ts';
import type { Target } from './target.ts';

/** The flags of `npm run verify`. */
export interface Flags {
  readonly azd?: boolean | undefined;
  readonly app?: string | undefined;
  /** The name of an account in Azure, or a connection string. */
  readonly storage?: string | undefined;
  /** The resource ID of an Application Insights in Azure. */
  readonly component?: string | undefined;
  /** The URL of a local one. */
  readonly insights?: string | undefined;
}

/** Thrown when flags contradict each other or are incomplete, with a line that says how. */
export class WrongUse extends Error {}

/** Azure's address, and the sign-in. */
export interface Azure {
  createCredential(tenantId: string | undefined): TokenCredential;
  openAccount(account: string, credential: TokenCredential): JobStorage;
  /** Azure's own when absent. */
  readonly armEndpoint?: string;
  readonly logsEndpoint?: string;
}

const publicAzure: Azure = { createCredential, openAccount };

/** What to verify, and how long to wait there. Throws a WrongUse, or a Problem. Tests pass their own Azure. */
export async function createTarget(
  flags: Flags,
  env: NodeJS.ProcessEnv,
  readReady: () => Promise<Ready | undefined>,
  azure = publicAzure,
): Promise<{ target: Target; limits: Limits }> {
  const key = env.CALLSPAN_KEY || undefined;
  const { azd, app, storage, component, insights } = flags;
  const given = [app, storage, component, insights].some((flag) => flag !== undefined);
  if (azd) {
    if (given) throw new WrongUse('--azd finds everything by itself: give no other flag with it.');
    return { target: await createAzdTarget(env, key, azure), limits: azureLimits };
  }
  if (!given) {
    const target = createLocalTarget((await readReady()) ?? {}, key, env);
    return { target, limits: localLimits };
  }
  if (app === undefined || storage === undefined || (component ?? insights) === undefined) {
    throw new WrongUse(
      '--app, --storage and --component (locally --insights) belong together: give all three.',
    );
  }
  const credential = azure.createCredential(env.AZURE_TENANT_ID);
  const url = toUrl('--app', app);
  const isName = /^[a-z\d]{3,24}$/.test(storage);
  if (!isName && !/\w=/.test(storage)) {
    throw new WrongUse('--storage is neither the name of an account nor a connection string.');
  }
  return {
    target: {
      url,
      key,
      apiKey: chooseKey(url, env, undefined),
      listFunctions: (known) => askHost(url, known),
      storage: isName ? azure.openAccount(storage, credential) : open(storage),
      readRows:
        component === undefined
          ? createLocalReader(toUrl('--insights', `${insights}`))
          : createCloudReader(toComponentId(component), credential, azure.logsEndpoint),
      ...(component === undefined && { pages: toUrl('--insights', `${insights}`) }),
    },
    limits: component === undefined ? localLimits : azureLimits,
  };
}

async function createAzdTarget(
  env: NodeJS.ProcessEnv,
  key: string | undefined,
  { createCredential, openAccount, armEndpoint, logsEndpoint }: Azure,
): Promise<Target> {
  const values = await readAzdValues(env);
  const credential = createCredential(values.AZURE_TENANT_ID);
  const arm = createArm(credential, armEndpoint);
  const site = values.SERVICE_API_RESOURCE_ID;
  const url = values.SERVICE_API_URL.replace(/\/+$/, '');
  return {
    url,
    key: key ?? (hasCallers(values.CALLERS) ? undefined : () => arm.findKey(site)),
    apiKey: chooseKey(url, env, undefined),
    listFunctions: () => arm.listFunctions(site),
    storage: openAccount(values.AZURE_STORAGE_ACCOUNT_NAME, credential),
    readRows: createCloudReader(values.APPLICATIONINSIGHTS_RESOURCE_ID, credential, logsEndpoint),
  };
}

/** An app with callers takes no function key. */
function hasCallers(callers = ''): boolean {
  return !/^\s*(\{\s*\})?\s*$/.test(callers);
}

function createLocalTarget(ready: Ready, key: string | undefined, env: NodeJS.ProcessEnv): Target {
  const { app, storage, insights } = ready;
  if (app === undefined) {
    throw new Problem(
      'Nothing is running here.',
      'Run `npm start` first, or say what to verify: --azd, or --app, --storage and --component.',
    );
  }
  const elsewhere = (what: string) =>
    new Problem(
      `The running stack has its ${what} elsewhere.`,
      'Say where with --app, --storage and --component.',
    );
  if (storage === undefined) throw elsewhere('storage');
  return {
    url: app,
    key,
    apiKey: chooseKey(app, env, ready),
    listFunctions: (known) => askHost(app, known),
    storage: open(storage),
    readRows:
      insights === undefined
        ? () => Promise.reject(elsewhere('telemetry'))
        : createLocalReader(insights),
    ...(insights !== undefined && { pages: insights }),
  };
}

function createLocalReader(insights: string): Target['readRows'] {
  return (session) =>
    readRows(insights, session).catch((thrown) => {
      if (!(thrown instanceof AskError)) throw thrown;
      throw new Problem(thrown.message, 'Is `npm start` still running?', 'brief');
    });
}

function open(connectionString: string) {
  try {
    return openStorage(connectionString);
  } catch {
    throw new WrongUse('--storage is not a connection string with endpoints.');
  }
}

/** A key is sent to the app, in clear text only on this machine. */
function toUrl(flag: string, text: string): string {
  const trimmed = text.replace(/\/+$/, '');
  if (keepsKeys(trimmed) && URL.canParse(trimmed)) return trimmed;
  throw new WrongUse(`${flag} is not an https URL, nor an http one of this machine.`);
}

function toComponentId(text: string): string {
  if (/^\/subscriptions\/[^/]+\/.*\/components\/[^/]+$/i.test(text)) return text;
  throw new WrongUse(
    '--component is not a resource ID: /subscriptions/…/providers/Microsoft.Insights/components/….',
  );
}
