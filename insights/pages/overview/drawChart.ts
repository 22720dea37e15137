import uPlot from 'uplot';
import { formatAxis, increments } from './axis.ts';
import type { Chart, Series } from './chart.ts';
import { formatTicks } from './timeAxis.ts';

/** A chart and where its steps stand: their middles and the range, in seconds since 1970, as uPlot counts. */
export interface Drawn {
  readonly chart: Chart;
  readonly x: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** What a pointer does on a chart. */
export interface Pointing {
  /** A range was dragged over, in ms since 1970. */
  zoom(from: number, to: number): void;
  open(step: number, series: number | undefined): void;
  hover(step: number | undefined): void;
}

/** A chart on the page. */
export interface Drawing {
  /** The same series with other values. */
  update(next: Drawn): void;
  resize(width: number): void;
  remove(): void;
}

const height = 168;
/** Of the values beside a chart, in pixels: the charts below each other begin at one place unless a value is longer. */
const leastLabels = 66;
const perCharacter = 6.5;

/** Draws a chart in the current colours. Its crosshair is shared by all charts of the page. */
export function drawChart(parent: HTMLElement, first: Drawn, pointing: Pointing): Drawing {
  let drawn = first;
  const { chart } = first;
  const [text, line] = [resolveColor('--dim'), resolveColor('--line')];
  const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, size: 4 } };
  const font = '11px system-ui, sans-serif';
  const plot = new uPlot(
    {
      width: Math.max(parent.clientWidth, 120),
      height,
      padding: [8, 28, 0, 0], // half of a time with seconds
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false, dist: 4 },
        sync: { key: 'overview' },
        points: { show: chart.kind !== 'bars', size: 7 },
      },
      scales: {
        x: { time: true, range: () => [drawn.from, drawn.to] },
        y: {
          range: (_, min, max) => [
            min < 0 ? min * 1.08 : 0,
            max > 0 ? max * 1.08 : min < 0 ? 0 : 1,
          ],
        },
      },
      axes: [
        { ...axis, font, space: 64, size: 26, gap: 4, values: (_, ticks) => formatTicks(ticks) },
        {
          ...axis,
          font,
          size: (_, labels) =>
            Math.max(leastLabels, 12 + perCharacter * Math.max(...(labels ?? []).map(lengthOf))),
          gap: 6,
          space: 32,
          values: (_, ticks) => formatAxis(chart.unit, ticks),
          incrs: increments[chart.unit],
        },
      ],
      series: [
        {},
        ...toDrawingOrder(chart).map((series, index) => toSeries(series, barsOf(chart, index))),
      ],
      hooks: {
        setSelect: [
          (self) => {
            const { left, width } = self.select;
            if (width < 4) return;
            const at = (place: number) => Math.round(self.posToVal(place, 'x') * 1_000);
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            pointing.zoom(at(left), at(left + width));
          },
        ],
        setCursor: [(self) => pointing.hover(self.cursor.idx ?? undefined)],
      },
    },
    toData(first),
    parent,
  );
  plot.over.addEventListener('click', () => {
    const { idx, top = 0 } = plot.cursor;
    if (typeof idx === 'number')
      pointing.open(idx, seriesAt(drawn.chart, idx, plot.posToVal(top, 'y')));
  });
  return {
    update(next) {
      drawn = next;
      plot.setData(toData(next));
    },
    resize: (width) => plot.setSize({ width: Math.max(width, 120), height }),
    remove: () => plot.destroy(),
  };
}

const lengthOf = (label: string) => label.length;

function isStacked({ kind, beside }: Chart): boolean {
  return kind === 'bars' && !beside;
}

/** How the bars of a series are drawn: on each other, or two beside each other; undefined for a line. */
function barsOf({ kind, beside }: Chart, index: number): uPlot.Series.PathBuilder | undefined {
  if (kind !== 'bars') return undefined;
  return uPlot.paths.bars?.(
    beside ? { size: [0.43, 14], align: index === 0 ? -1 : 1 } : { size: [0.86, 28] },
  );
}

/** The highest part of a stack is drawn first, and the lower ones over it. */
function toDrawingOrder(chart: Chart): readonly Series[] {
  const { series } = chart;
  return isStacked(chart) ? series.toReversed() : series;
}

const dashes = { dashed: [6, 4], dotted: [2, 3] };

function toSeries(
  { label, color, stroke }: Series,
  bars: uPlot.Series.PathBuilder | undefined,
): uPlot.Series {
  const resolved = resolveColor(color);
  if (bars !== undefined) {
    return {
      label,
      fill: resolved,
      stroke: resolved,
      width: 0,
      points: { show: false },
      paths: bars,
    };
  }
  return {
    label,
    stroke: resolved,
    width: 1.75,
    ...(stroke ? { dash: dashes[stroke] } : {}),
    points: {
      show: true,
      size: 4,
      fill: resolved,
      width: 0,
      ...(stroke ? { filter: (self, index) => toLone(self.data[index] ?? []) } : {}),
    },
    spanGaps: false,
  };
}

/** Where a value has none beside it: no line would show it. */
function toLone(values: ArrayLike<unknown>): number[] {
  const isKnown = (step: number) => typeof values[step] === 'number';
  return Array.from({ length: values.length }, (_, step) => step).filter(
    (step) => isKnown(step) && !isKnown(step - 1) && !isKnown(step + 1),
  );
}

function toData({ chart, x }: Drawn): uPlot.AlignedData {
  const values = isStacked(chart) ? toStack(chart).toReversed() : chart.series.map(mutable);
  return [[...x], ...values];
}

function mutable({ values }: Series): (number | null)[] {
  return [...values];
}

/** The upper edge of each part, lowest first; where it has nothing, nothing is drawn. */
function toStack({ series }: Chart): (number | null)[][] {
  const below: number[] = [];
  return series.map(({ values }) =>
    values.map((value, step) => {
      const top = (below[step] ?? 0) + (value ?? 0);
      below[step] = top;
      return value === null || value === 0 ? null : top;
    }),
  );
}

/** The series that is at, or nearest to, a height of a step. */
function seriesAt(chart: Chart, step: number, value: number): number | undefined {
  const { series } = chart;
  if (isStacked(chart)) {
    let top = 0;
    const index = series.findIndex(({ values }) => {
      top += values[step] ?? 0;
      return top > 0 && value <= top;
    });
    return index === -1 ? undefined : index;
  }
  const distances = series.flatMap(({ values }, index) => {
    const at = values[step];
    return typeof at === 'number' ? [{ index, distance: Math.abs(at - value) }] : [];
  });
  return distances.sort((a, b) => a.distance - b.distance)[0]?.index;
}

/** A colour of style.css as a canvas takes it: the theme chooses between two. */
function resolveColor(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
