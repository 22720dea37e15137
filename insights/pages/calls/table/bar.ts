import type { Operation } from '../../../api.ts';

/** A part of a call's bar, as fractions of its width. */
export interface BarPart {
  /** Until the first token; from it on; a call that was not streamed. */
  readonly kind: 'wait' | 'stream' | 'whole';
  readonly x: number;
  readonly width: number;
  readonly failed: boolean;
  /** Whether it ends a call to the model. */
  readonly isLast: boolean;
}

/** The parts of a call's bar on a scale that is `scaleMs` long. */
export function toBarParts({ calls }: Operation, scaleMs: number): readonly BarPart[] {
  return calls.flatMap(({ startMs, durationMs, firstTokenMs, success }): BarPart[] => {
    const place = (from: number, to: number) => {
      const x = fraction(from, scaleMs);
      return { x, width: fraction(to, scaleMs) - x, failed: !success };
    };
    const end = startMs + durationMs;
    if (firstTokenMs === null) {
      return [{ kind: 'whole', ...place(startMs, end), isLast: true }];
    }
    const first = Math.min(startMs + firstTokenMs, end);
    return [
      { kind: 'wait', ...place(startMs, first), isLast: false },
      { kind: 'stream', ...place(first, end), isLast: true },
    ];
  });
}

/** How long the scale is on which these calls are drawn: as the longest that has ended, or when none has, is running. */
export function toScale(items: readonly Operation[], now: number): number {
  const ended = items.filter(({ outcome }) => outcome !== 'running');
  const longest = (among: readonly Operation[]) =>
    among.reduce((most, item) => Math.max(most, lengthOf(item, now)), 0);
  return longest(ended) || longest(items) || 1;
}

/** How long a call took, or has taken until now; 0 when it is not known. */
export function lengthOf({ outcome, timestamp, durationMs }: Operation, now: number): number {
  return outcome === 'running' ? Math.max(0, now - Date.parse(timestamp)) : (durationMs ?? 0);
}

function fraction(ms: number, scaleMs: number): number {
  return Math.min(1, Math.max(0, ms / scaleMs));
}
