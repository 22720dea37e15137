/** Width of a letter of a bar's labels in CSS pixels, to know which of them fit. */
export const letterPx = 6.6;

/** Half a sign, and a little, in CSS pixels. */
const signRoom = 10;

/** Room that the ending of a failed line takes, in CSS pixels. */
export function endingWidth(code: string): number {
  return (code.length + 2) * letterPx + 10;
}

/** How a failed line ended: after its bar, else before it, else on its end. Places in CSS pixels. */
export function Ending({
  code,
  startPx,
  endPx,
  width,
  crowded,
}: {
  code: string;
  startPx: number;
  endPx: number;
  width: number;
  /** Whether a sign stands at the end of the bar. */
  crowded: boolean;
}) {
  const apart = crowded ? signRoom : 3;
  const needed = endingWidth(code) + apart;
  const fitsAfter = endPx + needed <= width;
  const place = fitsAfter
    ? { left: `${Math.max(0, endPx) + apart}px` }
    : { right: `${startPx >= needed ? width - startPx + 3 : apart}px` };
  return (
    <span class="ending" style={place}>
      ✕ {code}
    </span>
  );
}
