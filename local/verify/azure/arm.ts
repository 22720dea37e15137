import type { TokenCredential } from '@azure/core-auth';
import { Problem } from '../problem.ts';
import type { Listed } from '../target.ts';

const version = 'api-version=2024-04-01';
const callMs = 60_000; // the app's own host gives the keys, and may have to start

/** Questions to Azure about a Functions app by its resource ID; each throws a Problem. */
export interface Arm {
  /** A key for every function of the app, and for nothing else. */
  findKey(site: string): Promise<string>;
  listFunctions(site: string): Promise<Listed>;
}

/** `endpoint` is Azure's own, except in tests. */
export function createArm(
  credential: TokenCredential,
  endpoint = 'https://management.azure.com',
): Arm {
  const call = async (method: string, path: string): Promise<Record<string, unknown>> => {
    const token = await credential.getToken('https://management.azure.com/.default');
    const response = await fetch(`${endpoint}${path}?${version}`, {
      method,
      headers: { authorization: `Bearer ${token?.token}`, 'content-length': '0' },
      signal: AbortSignal.timeout(callMs),
    }).catch(() => {
      throw new Problem('Azure does not answer.', 'Check the network.', 'brief');
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw fromStatus(response.status);
    return typeof body === 'object' && body !== null ? { ...body } : {};
  };
  return {
    async findKey(site) {
      const { functionKeys } = await call('POST', `${site}/host/default/listkeys`);
      const key = Object.values(functionKeys ?? {})[0];
      if (typeof key === 'string') return key;
      throw new Problem('The app has no function key.', 'Make one, or set CALLSPAN_KEY.', 'brief');
    },
    async listFunctions(site) {
      const { value } = await call('GET', `${site}/functions`);
      if (!Array.isArray(value)) throw fromStatus(200);
      return { names: value.map(({ name }) => `${name}`.replace(/^.*\//, '')) };
    },
  };
}

function fromStatus(status: number): Problem {
  if (status === 401 || status === 403) {
    return new Problem(
      `Azure does not let you read the app's keys and functions (${status}).`,
      'You need the role Website Contributor on the app (a new one takes up to 30 minutes), or its function key in CALLSPAN_KEY.',
      'roles',
    );
  }
  if (status === 404) {
    return new Problem(
      'Azure knows no app with this resource ID (404).',
      'Provision and deploy first; with several environments, `azd env select` the right one.',
      'brief',
    );
  }
  return new Problem(
    `Azure cannot ask the app for its keys and functions (${status}).`,
    "The app's host is not up yet: it needs Storage Blob Data Owner on its storage (a new role takes up to 30 minutes); the log stream says more.",
    'roles',
  );
}
