import { AppError, clientClosed, isAppError, toAppError } from '../../errors.ts';
import type { Limits } from '../../values/deadline.ts';
import { isBug } from '../../values/isBug.ts';
import { createMovedTimer } from '../../values/movedTimer.ts';

/** Limits that end a call to the model from our side: its time, and a caller who disconnects. */
export interface CallLimit {
  /** Aborts the call. */
  readonly signal: AbortSignal;
  /** Sets the time left from now, in ms. */
  restart(ms: number): void;
  /** Stops the clock while the call waits for another party. */
  pause(): void;
  /** The error of a call that threw: ours unchanged, else one for what aborted it. Keeps no text of a foreign error. */
  toError(thrown: unknown): AppError;
  /** Call it when the call has ended. */
  end(): void;
}

/** Limits a call to its deadline and to the caller's connection. */
export function limitCall({ deadline, left }: Limits): CallLimit {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = createMovedTimer(abort);
  const restart = (ms: number) => timer.dueIn(Math.max(0, ms));
  restart(deadline.leftMs());
  if (left.aborted) abort();
  else left.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    restart,
    pause: () => timer.dueIn(Number.POSITIVE_INFINITY),
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
      timer.end();
      left.removeEventListener('abort', abort);
    },
  };
}
