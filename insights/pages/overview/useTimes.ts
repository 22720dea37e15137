import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Fit } from '../../api.ts';
import { ranges } from '../../view/urlState.ts';
import { getJson, type RequestFailed } from '../request.ts';
import { hovered } from './ChartFigure.tsx';
import { extend, type Shown, type Times } from './range.ts';

/** The times that a page shows; undefined while they are asked for, null when there are no calls. */
export interface ShownTimes {
  readonly times: Times | null | undefined;
  /** The time of the oldest call, in ms since 1970, when it came before what fits. */
  readonly oldest?: number | undefined;
  readonly error?: RequestFailed | undefined;
}

/** The times of what is shown at `now`, in ms since 1970. What fits is asked for again when that changes. */
export function useTimes(shown: Shown, app: string, now: number): ShownTimes {
  const fitted = useSignal<ShownTimes & { app: string }>({ app, times: undefined });
  const isFit = shown === 'fit';
  useEffect(() => {
    if (!isFit) {
      fitted.value = { app, times: undefined }; // who comes back is shown what fits then
      return;
    }
    const controller = new AbortController();
    getJson<Fit>(`/api/fit?app=${encodeURIComponent(app)}`, controller.signal).then(
      ({ range, oldest }) => {
        const before = fitted.peek().app === app ? fitted.peek().times : undefined;
        const fit = range && { ...range, from: Date.parse(range.from), to: Date.parse(range.to) };
        const isHeld = before && hovered.peek() !== undefined; // nothing moves under the mouse
        fitted.value = {
          app,
          times: fit && (isHeld ? before : extend(before ?? undefined, fit)),
          oldest: oldest === null ? undefined : Date.parse(oldest),
        };
      },
      (error) => {
        if (!controller.signal.aborted) fitted.value = { ...fitted.peek(), error };
      },
    );
    return () => controller.abort();
  }, [isFit, app, now]);
  if (isFit) return fitted.value.app === app ? fitted.value : { times: undefined };
  if (typeof shown !== 'string') return { times: shown };
  return { times: { from: now - ranges[shown] * 60_000, to: now } };
}
