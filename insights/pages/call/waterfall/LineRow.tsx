import type { ComponentChildren } from 'preact';
import { formatSpan } from '../../../format.ts';
import { asksResponses } from '../../../store/asksResponses.ts';
import { kindLooks } from '../../../view/waterfall/kinds.ts';
import { AppTag } from '../../text/AppTag.tsx';
import { Bar } from './bar/Bar.tsx';
import type { VisibleLine } from './tree/visibleLines.ts';
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
  const { line, folded, below } = visible;
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
      aria-expanded={below > 0 ? !folded : undefined}
      aria-label={line.label}
    >
      <Cell>
        <LineName visible={visible} />
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

/** A cell of a line. */
function Cell({ look, children }: { look?: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by themselves, so there is no table
    // biome-ignore lint/a11y/useFocusableInteractive: the line has the focus, as the treegrid pattern allows
    <div role="gridcell" class={look === undefined ? 'wf-cell' : `wf-cell ${look}`}>
      {children}
    </div>
  );
}

/** Beyond this depth the tree goes no further to the right. */
const maxDepth = 16;
const stepPx = 14;

/** The name of a line in the tree, and what is special about it. */
function LineName({ visible: { line, folded, below } }: { visible: VisibleLine }) {
  const { depth, name, kind, attempt, fallback, step, joined, skewMs } = line;
  return (
    <div class="wf-name" style={{ paddingLeft: `${4 + Math.min(depth, maxDepth) * stepPx}px` }}>
      <span class={below > 0 ? 'twist' : 'twist none'} aria-hidden="true">
        {below > 0 && (folded ? '▸' : '▾')}
      </span>
      <span class={`kind ${kind}`} title={kindLooks[kind]?.word} aria-hidden="true">
        {kindLooks[kind]?.sign}
      </span>
      <span class="line-name" title={name}>
        {kind === 'ghost' ? "the call's own row" : name}
      </span>
      {line.app !== undefined && <AppTag name={line.app} />}
      {kind === 'host' && <Note text="host" title="Written by the Functions host, or a server" />}
      {kind === 'ghost' && <Note text="not arrived" title="Its row has not arrived (yet)" />}
      {attempt !== undefined && (
        <Note
          text={`${attempt.n}/${attempt.of}`}
          title={`call ${attempt.n} of ${attempt.of} for one completion`}
        />
      )}
      {line.row && asksResponses(line.row) && (
        <Note text="Responses" title="by the Responses API, not by chat completions" />
      )}
      {fallback && <Note text="↪" title="another model than the first" />}
      {step !== undefined && <Note text={`step ${step}`} title="step of the agent" />}
      {joined && <Note text="joined" title="From its own trace, joined by the invocation ID" />}
      {folded && <Note text={`+${below}`} title={`${below} lines are folded`} />}
      {skewMs !== undefined && (
        <Note
          warn
          text={`⚠ ${formatSpan(skewMs)}`}
          title={`outside of its parent: clocks differ by ${formatSpan(skewMs)}; drawn as sent`}
        />
      )}
      {line.endedBeforeStart && (
        <Note warn text="⚠ end" title="sent with an end before its start; drawn as no time" />
      )}
    </div>
  );
}

function Note({ text, title, warn = false }: { text: string; title: string; warn?: boolean }) {
  return (
    <span class={warn ? 'note warn' : 'note'} title={title}>
      {text}
    </span>
  );
}
