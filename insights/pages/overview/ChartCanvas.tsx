import { useEffect, useRef } from 'preact/hooks';
import { matches, theme } from '../screen.ts';
import type { Drawing, Drawn, Pointing } from './drawChart.ts';

const isDark = matches('(prefers-color-scheme: dark)');

/** A chart's canvas: made again for other series or another theme, redrawn for other values and at every width. */
export function ChartCanvas({
  drawn,
  pointing,
  onFail,
}: {
  drawn: Drawn;
  pointing: Pointing;
  /** What draws could not be loaded. */
  onFail: () => void;
}) {
  const parent = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  const latest = useRef({ drawn, pointing });
  latest.current = { drawn, pointing };
  const look = theme.value === 'system' ? isDark.value : theme.value;
  const key = drawn.chart.series.map(({ label, color }) => label + color).join();
  useEffect(() => {
    const element = parent.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => drawing.current?.resize(element.clientWidth));
    let wanted = true;
    import('./drawChart.ts').then(({ drawChart }) => {
      if (!wanted) return;
      drawing.current = drawChart(element, latest.current.drawn, {
        zoom: (from, to) => latest.current.pointing.zoom(from, to),
        open: (step, series) => latest.current.pointing.open(step, series),
        hover: (step) => latest.current.pointing.hover(step),
      });
      observer.observe(element);
    }, onFail);
    return () => {
      wanted = false;
      observer.disconnect();
      latest.current.pointing.hover(undefined); // no pointer leaves what is gone
      drawing.current?.remove();
      drawing.current = undefined;
    };
  }, [key, look]);
  useEffect(() => drawing.current?.update(drawn), [drawn]);
  return <div class="chart-canvas" ref={parent} />;
}
