import type { Answered } from '../ask/answered.ts';
import { type App, keyHeader } from '../ask/app.ts';
import { toText } from '../ask/chatApi.ts';
import { fromCode, fromStatus, fromThrown } from './askProblem.ts';

/** A job as the app returns it (docs/api.md), or an error. */
interface Job {
  readonly id?: string;
  readonly status?: string;
  readonly completion?: object;
  readonly session_id?: string;
  readonly error?: { readonly code?: string; readonly message?: string };
}

const callMs = 60_000;

/** Sends the app a request as a job, and returns its name. Throws a Problem. */
export async function postJob(app: App, request: object): Promise<string> {
  const { id } = await call(app, '', { method: 'POST', body: JSON.stringify(request) });
  return `${id}`;
}

/** The result of a job; undefined until it is known. Throws a Problem. */
export async function getJob(app: App, id: string): Promise<Answered | undefined> {
  const job = await call(app, `/${id}`, { method: 'GET' });
  if (job.status !== 'succeeded' && job.status !== 'failed') return undefined;
  return { ...toText(job.completion ?? job), session: `${job.session_id}` };
}

async function call(app: App, path: string, init: RequestInit): Promise<Job> {
  const response = await fetch(`${app.url}/api/v1/jobs${path}`, {
    ...init,
    headers: { 'content-type': 'application/json', ...keyHeader(app) },
    signal: AbortSignal.timeout(callMs),
  }).catch((thrown) => {
    throw fromThrown(thrown);
  });
  const body = (await response.json().catch(() => ({}))) as Job;
  if (response.ok) return body;
  throw body.error?.code === undefined ? fromStatus(response.status) : fromCode(body.error.code);
}
