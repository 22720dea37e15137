import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TryRequest } from '../../api.ts';
import { beginRun, type Run } from './run.ts';
import { type AnswerForm, readError } from './said.ts';
import { end, endWith, sendQuestion, type Tell } from './sendQuestion.ts';

/** The last question of the page: one at a time, ended when the page is left. */
export function useRun(): {
  readonly run: Run | undefined;
  ask(question: TryRequest): void;
  stop(): void;
} {
  const run = useSignal<Run | undefined>(undefined);
  const controller = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  return {
    run: run.value,
    stop: () => controller.current?.abort(),
    ask(question) {
      controller.current?.abort();
      const current = new AbortController();
      controller.current = current;
      run.value = beginRun(performance.now());
      const tell: Tell = (change) => {
        if (controller.current === current && run.value) run.value = { ...run.value, ...change };
      };
      void sendQuestion(question, tell, current.signal).then(async () => {
        if (controller.current !== current || run.value?.state !== 'queued') return;
        const { job } = run.value;
        if (job !== undefined) await awaitJob(job, tell, current.signal);
      });
    },
  };
}

const everyMs = 1_000;
/** Longer than one delivery may take; the queue goes on after it. */
const mostMs = 300_000;

/** Asks for a job until it is done, and tells its answer. A job that came by the queue is not known before its first run. */
async function awaitJob(job: string, tell: Tell, signal: AbortSignal): Promise<void> {
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
