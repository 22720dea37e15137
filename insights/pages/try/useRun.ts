import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TryRequest } from '../../api.ts';
import { awaitJob } from './awaitJob.ts';
import { beginRun, type Run } from './run.ts';
import { sendQuestion, type Tell } from './sendQuestion.ts';

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
