import type { Unit } from './chart.ts';

/** 1, 2, 5, 10 and so on, times the first. */
const decimal = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    // A power of 10 is exact, its fraction is not.
    Number(`${[1, 2, 5][index % 3] ?? 1}e${first + Math.floor(index / 3)}`),
  );
const whole = decimal(0, 36);
const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** How far apart the ticks of an axis may be. A count has no halves, a time is cut as clocks are. */
export const increments: Readonly<Record<Unit, number[]>> = {
  count: whole,
  tokens: whole,
  money: decimal(-12, 60),
  number: decimal(-12, 90),
  span: [
    ...decimal(0, 13),
    ...[20, 30].map((n) => n * second),
    ...[1, 2, 5, 10, 20, 30].map((n) => n * minute),
    ...whole.map((n) => n * hour),
  ],
};

/** The texts of an axis whose first tick is 0: one unit for all, chosen by the last, and as many decimals as tell them apart. */
export function formatAxis(unit: Unit, ticks: readonly number[]): string[] {
  const [last = 0, step = last] = [ticks.at(-1), (ticks[1] ?? 0) - (ticks[0] ?? 0)];
  const [before, per, after] = scaleOf(unit, last, step);
  const least = before !== '' && last >= 1 ? 2 : 0;
  const digits = Math.max(least, -Math.floor(Math.log10(step / per) + 1e-9));
  const look = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return ticks.map((tick) =>
    tick === 0 ? '0' : `${before}${(tick / per).toLocaleString('en-US', look)}${after}`,
  );
}

function scaleOf(unit: Unit, last: number, step: number): [string, number, string] {
  if (unit === 'money') return ['US$ ', 1, ''];
  if (unit === 'tokens' && last >= 99_999.5) return ['', 1_000_000, ' M'];
  if (unit !== 'span') return ['', 1, ''];
  if (step >= hour) return ['', hour, ' h'];
  if (step >= minute) return ['', minute, ' min'];
  return last >= second ? ['', second, ' s'] : ['', 1, ' ms'];
}
