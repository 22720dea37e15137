/** The part of the axis of a waterfall that is seen, as fractions of it. */
export interface Zoom {
  readonly from: number;
  readonly to: number;
}

/** All of the axis. */
export const wholeAxis: Zoom = { from: 0, to: 1 };

/** The narrowest part of the axis that can be seen. */
const narrowest = 1e-5;

/** A part of the axis `factor` times as wide, about a point of it; never more than all of it. */
export function zoomBy({ from, to }: Zoom, factor: number, about = (from + to) / 2): Zoom {
  const width = Math.min(1, Math.max(narrowest, (to - from) * factor));
  const left = about - ((about - from) / (to - from)) * width;
  return withinAxis(left, width);
}

/** The same width of the axis, moved by a part of that width. */
export function panBy({ from, to }: Zoom, part: number): Zoom {
  return withinAxis(from + (to - from) * part, to - from);
}

/** The part between two points; all of the axis when they are the same. */
export function zoomTo(a: number, b: number): Zoom {
  const from = Math.max(0, Math.min(a, b));
  const to = Math.min(1, Math.max(a, b));
  return to - from < narrowest ? wholeAxis : { from, to };
}

/** Where a point of the axis is in the part that is seen, as a fraction of it; outside of 0 to 1 it is not seen. */
export function toSeen({ from, to }: Zoom, x: number): number {
  return (x - from) / (to - from);
}

function withinAxis(from: number, width: number): Zoom {
  const left = Math.min(Math.max(0, from), 1 - width);
  return { from: left, to: left + width };
}
