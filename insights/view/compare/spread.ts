/** How far numbers lie apart. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** The spread of the numbers that are known; undefined when none is. */
export function toSpread(numbers: readonly (number | null)[]): Spread | undefined {
  const known = numbers.filter((number) => number !== null).sort((a, b) => a - b);
  const middle = (known.length - 1) / 2;
  const [least, low, high, most] = [0, Math.floor(middle), Math.ceil(middle), -1].map((index) =>
    known.at(index),
  );
  if (least === undefined || low === undefined || high === undefined || most === undefined) return;
  return { least, median: (low + high) / 2, most };
}
