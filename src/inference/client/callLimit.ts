import { AppError, clientClosed, isAppError, isBug, toAppError } from '../../errors.ts';
import type { Limits } from '../../values/deadline.ts';

/** What may end a call to the model from our side: its time, and a caller who has left. */
export interface CallLimit {
  /** Aborts the call. */
  readonly signal: AbortSignal;
  /** Gives the call so long from now, in ms, instead of what it had left. */
  restart(ms: number): void;
  /** Stops the clock while the call waits for somebody else. */
  pause(): void;
  /** Why the call ended, when it threw: ours as it is, else by what aborted it. Keeps no text of a foreign error. */
  toError(thrown: unknown): AppError;
  /** To be called when the call has ended. */
  end(): void;
}

/** Limits a call to its deadline, and to the caller's presence. */
export function limitCall({ deadline, left }: Limits): CallLimit {
  const controller = new AbortController();
  const abort = () => controller.abort();
  let timer: NodeJS.Timeout | undefined;
  let timerMs: number | undefined;
  let paused = false;
  // For each chunk of a stream: a timer that is refreshed costs less than a new one.
  const restart = (next: number) => {
    const wanted = Math.max(0, Math.ceil(next));
    paused = false;
    if (wanted === timerMs && timer !== undefined) {
      timer.refresh();
      return;
    }
    clearTimeout(timer);
    timerMs = wanted;
    timer = setTimeout(() => {
      if (!paused) abort();
    }, wanted);
  };
  restart(deadline.leftMs());
  if (left.aborted) abort();
  else left.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    restart,
    pause() {
      paused = true;
    },
    toError(thrown) {
      if (isAppError(thrown)) return thrown;
      if (left.aborted) return clientClosed();
      if (controller.signal.aborted) {
        return new AppError('model_timeout', 'The model did not answer in time.');
      }
      if (isBug(thrown)) return toAppError(thrown);
      return new AppError('model_unavailable', 'The model could not be reached.', {
        cause: thrown,
      });
    },
    end() {
      clearTimeout(timer);
      left.removeEventListener('abort', abort);
    },
  };
}
