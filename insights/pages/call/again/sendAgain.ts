import type { Fault, TryRequest } from '../../../api.ts';
import type { Asked } from '../../../view/again/asked.ts';
import type { Wanted } from '../../useTrace.ts';

/** Longer than the receiver waits for an answer. */
const mostMs = 300_000;
/** A job is found when its run has ended, which the queue may have put off. */
const jobMs = 120_000;

/** What came of asking once more: how its call is found, or why there is none, in the receiver's words or ours. */
export type Sent = { readonly wanted: Wanted } | { readonly error: string } | 'stopped';

/**
 * Asks once more, by the same door, and waits until the answer has come whole; a job, until it is accepted. The answer itself is in
 * the trace. Never rejects.
 */
export async function sendAgain(
  { by, api, request, conversation }: Asked,
  fault: Fault | undefined,
  signal: AbortSignal,
): Promise<Sent> {
  try {
    const asked: TryRequest = {
      by,
      request,
      ...(api && { api }),
      ...(conversation && { conversation }),
      ...(fault && { fault }),
    };
    const response = await fetch('/api/try', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
      signal: AbortSignal.any([signal, AbortSignal.timeout(mostMs)]),
    });
    const job = response.headers.get('x-job');
    const session = response.headers.get('x-request-id');
    if (job === null && session === null) return { error: await readError(response) };
    await read(response);
    return { wanted: job === null ? { session: session ?? '' } : { job, mostMs: jobMs } };
  } catch {
    return signal.aborted ? 'stopped' : { error: 'The receiver does not answer.' };
  }
}

/** Reads to the end and keeps nothing: the app goes on only while it is read. That an answer broke off is in its trace. */
async function read({ body }: Response): Promise<void> {
  await body?.pipeTo(new WritableStream()).catch(() => {});
}

async function readError(response: Response): Promise<string> {
  const { error } = (await response.json().catch(() => ({}))) as { error?: unknown };
  return typeof error === 'string' ? error : `The answer has status ${response.status}.`;
}
