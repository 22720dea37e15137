import { useEffect, useRef } from 'preact/hooks';
import { type Drawing, type Drawn, drawChart, type Pointing } from './drawChart.ts';

/** A chart's canvas: made anew for other series or another theme, redrawn for other values and at every width. */
export function Canvas({
  drawn,
  pointing,
  theme,
}: {
  drawn: Drawn;
  pointing: Pointing;
  theme: string;
}) {
  const parent = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  const latest = useRef(pointing);
  latest.current = pointing;
  const key = drawn.chart.series.map(({ label, color }) => label + color).join();
  useEffect(() => {
    const element = parent.current;
    if (element === null) return;
    const made = drawChart(element, drawn, {
      zoom: (from, to) => latest.current.zoom(from, to),
      open: (step, series) => latest.current.open(step, series),
      hover: (step) => latest.current.hover(step),
    });
    drawing.current = made;
    const observer = new ResizeObserver(() => made.resize(element.clientWidth));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.remove();
      drawing.current = undefined;
    };
  }, [key, theme]);
  useEffect(() => drawing.current?.update(drawn), [drawn]);
  return <div class="chart-canvas" ref={parent} />;
}
