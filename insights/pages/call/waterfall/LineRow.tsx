import { formatSpan } from '../../../format.ts';
import { Bar } from './Bar.tsx';
import { Cell } from './Cell.tsx';
import { LineName } from './LineName.tsx';
import type { VisibleLine } from './visibleLines.ts';
import type { Zoom } from './zoom.ts';

/** How a line is shown. */
export interface LineLook {
  readonly top: number;
  readonly selected: boolean;
  readonly focusable: boolean;
  readonly hit: boolean;
  readonly zoom: Zoom;
  readonly width: number;
}

/** One line of the waterfall, at its place among those seen. */
export function LineRow({
  visible,
  at,
  look,
}: {
  visible: VisibleLine;
  at: number;
  look: LineLook;
}) {
  const { line, folded } = visible;
  const { top, selected, focusable, hit, zoom, width } = look;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by themselves, of thousands only those seen are there
    <div
      role="row"
      class={`wf-row${selected ? ' selected' : ''}${hit ? ' hit' : ''}${line.failed ? ' is-failed' : ''}`}
      style={{ top: `${top}px` }}
      data-at={at}
      tabIndex={focusable ? 0 : -1}
      aria-level={line.depth + 1}
      aria-rowindex={at + 2}
      aria-selected={selected}
      aria-expanded={line.descendants > 0 ? !folded : undefined}
      aria-label={line.label}
    >
      <Cell>
        <LineName line={line} folded={folded} />
      </Cell>
      <Cell look="wf-took">
        {line.endedBeforeStart || line.kind === 'ghost' ? '–' : formatSpan(line.durationMs)}
      </Cell>
      <Cell look="wf-bar">
        <Bar line={line} zoom={zoom} width={width} />
      </Cell>
    </div>
  );
}
