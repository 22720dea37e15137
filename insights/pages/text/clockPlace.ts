import type { ClockPlace } from '../../view/clock.ts';

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

/** Here and now. */
export function clockPlace(): ClockPlace {
  return { timeZone, now: Date.now() };
}
