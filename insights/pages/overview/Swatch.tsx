import type { Series } from './chart.ts';

/** The colour of a series, as its bars are filled or its line is drawn. */
export function Swatch({ color, stroke }: { color: string; stroke: Series['stroke'] | undefined }) {
  const background = stroke ? 'none' : `var(${color})`;
  return (
    <i
      class={stroke ? `swatch ${stroke}` : 'swatch'}
      style={{ borderColor: `var(${color})`, background }}
    />
  );
}
