const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const lengths = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28].map((n) => n * day),
];
/** Steps that a range has at most. */
export const mostSteps = 120;

/** A part of a range, in ms since 1970. `start` is round; the first and the last are cut to the range. */
export interface StepRange {
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** A round length, in ms, of which at most so many make the range. */
export function stepLength(from: number, to: number, most = mostSteps): number {
  const span = to - from;
  return lengths.find((length) => span / length <= most) ?? Math.ceil(span / most / day) * day;
}

/** The range in steps that begin at round times of UTC. */
export function toSteps(from: number, to: number, stepMs: number): readonly StepRange[] {
  const first = Math.floor(from / stepMs) * stepMs;
  const count = Math.ceil((to - first) / stepMs);
  return Array.from({ length: count }, (_, index) => {
    const start = first + index * stepMs;
    return { start, from: Math.max(from, start), to: Math.min(to, start + stepMs) };
  });
}
