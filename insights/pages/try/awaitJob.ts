import { type AnswerForm, readError } from './said.ts';
import { end, endWith, type Tell } from './sendQuestion.ts';

const everyMs = 1_000;
/** Longer than one delivery may take; the queue goes on after it. */
const mostMs = 300_000;

/** Asks for a job until it is done, and tells its answer. A job that came by the queue is not known before its first run. */
export async function awaitJob(job: string, tell: Tell, signal: AbortSignal): Promise<void> {
  const last = performance.now() + mostMs;
  while (!signal.aborted && performance.now() < last) {
    const response = await fetch(`/api/try/jobs/${encodeURIComponent(job)}`, { signal }).catch(
      () => undefined,
    );
    const form = (await response?.json().catch(() => ({}))) as AnswerForm | undefined;
    const requestId = form?.session_id;
    if (requestId !== undefined) tell({ requestId });
    if (form?.status === 'succeeded') return endWith(form.completion ?? {}, tell);
    if (form?.status === 'failed') {
      return end(tell, { state: 'failed', error: readError(form, 200) });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  end(
    tell,
    signal.aborted
      ? { state: 'stopped' }
      : { state: 'failed', error: 'No result after 5 minutes; the queue still tries.' },
  );
}
