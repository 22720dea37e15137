import type { Axis } from './axis.ts';

/** A line of the ruler. */
export interface Tick {
  readonly ms: number;
  readonly x: number;
  readonly label: string;
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000];
const longest = 60_000;

/**
 * Round times between two fractions of an axis, about `count` of them and none in a fold. Labels are as short as they can
 * be: `0`, `200 ms`, `2 s`, `1 min 30 s`.
 */
export function toTicks(axis: Axis, fromX = 0, toX = 1, count = 6): readonly Tick[] {
  const fromMs = axis.toMs(fromX);
  const toMs = axis.toMs(toX);
  const shown = axis.folds.filter(({ startMs, endMs }) => startMs >= fromMs && endMs <= toMs);
  const foldedMs = shown.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const step = toStep((toMs - fromMs - foldedMs) / count);
  const ticks: Tick[] = [];
  let ms = Math.ceil(fromMs / step) * step;
  while (ms <= toMs && ticks.length < 4 * count) {
    const fold = axis.folds.find(({ startMs, endMs }) => ms > startMs && ms < endMs);
    if (fold === undefined) ticks.push({ ms, x: axis.toX(ms), label: toLabel(ms) });
    ms = fold === undefined ? ms + step : Math.ceil(fold.endMs / step) * step;
  }
  return ticks;
}

function toStep(ms: number): number {
  return steps.find((step) => step >= ms) ?? Math.ceil(ms / longest) * longest;
}

function toLabel(ms: number): string {
  if (ms === 0) return '0';
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${ms / 1_000} s`;
  // Not rounded to seconds: neighbours may lie closer.
  const seconds = (ms % 60_000) / 1_000;
  const minutes = `${Math.floor(ms / 60_000)} min`;
  return seconds === 0 ? minutes : `${minutes} ${seconds} s`;
}
