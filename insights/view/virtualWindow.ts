/** A list of rows of one height, and what is seen of it. Lengths in CSS pixels. */
export interface Viewport {
  readonly count: number;
  readonly rowHeight: number;
  readonly scrollTop: number;
  readonly height: number;
}

/** The rows to draw, `last` not included, and the space that stands for those above and below. */
export interface VirtualWindow {
  readonly first: number;
  readonly last: number;
  readonly padTop: number;
  readonly padBottom: number;
}

/** Rows drawn beyond those that are seen, half of them above. */
const extra = 8;

/** Which rows to draw: those that are seen, and eight more. */
export function toVirtualWindow({ count, rowHeight, scrollTop, height }: Viewport): VirtualWindow {
  const seen = Math.ceil(height / rowHeight) + 1;
  const size = Math.min(count, seen + extra);
  const wished = Math.floor(scrollTop / rowHeight) - extra / 2;
  const first = Math.max(0, Math.min(wished, count - size));
  const last = first + size;
  return { first, last, padTop: first * rowHeight, padBottom: (count - last) * rowHeight };
}
