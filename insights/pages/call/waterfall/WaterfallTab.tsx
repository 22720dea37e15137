import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Waterfall } from '../../../view/waterfall.ts';
import { matches, useSize } from '../../screen.ts';
import { readCallView, showCall } from '../callView.ts';
import { HeadRow } from './HeadRow.tsx';
import { isLarge, Legend } from './Legend.tsx';
import { Lines } from './Lines.tsx';
import { Minimap } from './minimap/Minimap.tsx';
import { indexOfRow, keysOfRows } from './tree/rowLines.ts';
import { useFolds } from './tree/useFolds.ts';
import { useLineActions } from './tree/useLineActions.ts';
import { useLineFocus } from './tree/useLineFocus.ts';
import { useScrolled } from './tree/useScrolled.ts';
import { failedLines, keysAbove, toVisibleLines } from './tree/visibleLines.ts';
import { panBy } from './zoom.ts';

const isNarrow = matches('(max-width: 600px)');

/** The rows of a call as lines along a common axis, which fold, zoom and are walked through by keys. */
export function WaterfallTab({
  waterfall,
  hits,
}: {
  waterfall: Waterfall;
  /** `seq` of the rows that were found. */
  hits: ReadonlySet<number>;
}) {
  const { row: selected, zoom, failedOnly } = readCallView();
  const { lines } = waterfall;
  const body = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const bars = useRef<HTMLDivElement>(null);
  const { height: bodyHeight } = useSize(body);
  const { height: headHeight } = useSize(head);
  const { width } = useSize(bars);
  // On a narrow screen a bar is below its name, and a finger must hit it.
  const rowHeight = isNarrow.value ? 48 : 28;
  const { folded, setFold, reveal } = useFolds();
  const selectedIndex = useMemo(() => indexOfRow(lines, selected), [lines, selected]);
  const wanted = useMemo(
    () => (failedOnly ? failedLines(lines, selectedIndex) : undefined),
    [lines, failedOnly, failedOnly && selectedIndex],
  );
  const visible = useMemo(() => toVisibleLines(lines, folded, wanted), [lines, folded, wanted]);
  const { scrollTop, follow, scrollTo } = useScrolled(body, visible, rowHeight, headHeight);
  const hitKeys = useMemo(() => keysOfRows(lines, hits), [lines, hits]);
  const selectedKey = lines[selectedIndex]?.key;
  // A row that is selected is seen: what is above it unfolds, and it is scrolled to.
  useLayoutEffect(() => reveal(keysAbove(lines, selectedIndex)), [selectedKey]);
  useLayoutEffect(() => {
    scrollTo(visible.findIndex(({ line }) => line.key === selectedKey));
  }, [selectedKey, folded, wanted, bodyHeight > 0]);
  const focus = useLineFocus(body, visible, selectedKey);
  const { onKeyDown, onClick } = useLineActions({
    body,
    visible,
    focus,
    hasSelection: selected !== undefined,
    page: Math.max(1, Math.floor(bodyHeight / rowHeight) - 2),
    setFold,
    scrollTo,
  });
  const sightHeight = Math.max(bodyHeight - headHeight, rowHeight);
  const wholeHeight = Math.max(visible.length * rowHeight, 1);
  return (
    <div class="wf">
      <Legend waterfall={waterfall} />
      {isLarge(lines) && (
        <Minimap
          visible={visible}
          sight={{
            from: Math.min(1, scrollTop / wholeHeight),
            to: Math.min(1, (scrollTop + sightHeight) / wholeHeight),
          }}
          zoom={zoom}
          onLook={(x, y) => {
            if (body.current) body.current.scrollTop = y * wholeHeight - sightHeight / 2;
            const part = (x - (zoom.from + zoom.to) / 2) / (zoom.to - zoom.from);
            if (zoom.to - zoom.from < 1) showCall({ zoom: panBy(zoom, part) }, { replace: true });
          }}
        />
      )}
      {visible.length === 0 && <p class="dim">No row of this call failed.</p>}
      <div
        role="treegrid"
        class="wf-body"
        aria-label="Waterfall"
        aria-rowcount={visible.length + 1}
        ref={body}
        onScroll={follow}
        onWheel={(event) => {
          if (zoom.to - zoom.from >= 1 || Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
          event.preventDefault();
          showCall({ zoom: panBy(zoom, event.deltaX / Math.max(1, width)) }, { replace: true });
        }}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <HeadRow waterfall={waterfall} zoom={zoom} width={width} head={head} bars={bars} />
        <Lines
          waterfall={waterfall}
          visible={visible}
          selectedKey={selectedKey}
          focusAt={focus.at}
          hitKeys={hitKeys}
          zoom={zoom}
          width={width}
          rowHeight={rowHeight}
          scrollTop={scrollTop}
          height={sightHeight}
        />
      </div>
    </div>
  );
}
