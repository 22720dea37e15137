import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Waterfall } from '../../../view/waterfall.ts';
import { matches, useSize } from '../../screen.ts';
import { readCallView, showCall } from '../callView.ts';
import { HeadRow } from './HeadRow.tsx';
import { Legend } from './Legend.tsx';
import { Lines } from './Lines.tsx';
import { indexOfRow, keysOfRows } from './tree/rowLines.ts';
import { useLineActions } from './tree/useLineActions.ts';
import { useLineFocus } from './tree/useLineFocus.ts';
import { useScrolled } from './tree/useScrolled.ts';
import { keysAbove, toVisibleLines } from './tree/visibleLines.ts';
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
  const { row: selected, zoom } = readCallView();
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
  const visible = useMemo(() => toVisibleLines(lines, folded), [lines, folded]);
  const { scrollTop, follow, scrollTo } = useScrolled(body, visible, rowHeight, headHeight);
  const hitKeys = useMemo(() => keysOfRows(lines, hits), [lines, hits]);
  const selectedIndex = useMemo(() => indexOfRow(lines, selected), [lines, selected]);
  const selectedKey = lines[selectedIndex]?.key;
  // A row that is selected is seen: what is above it unfolds, and it is scrolled to.
  useLayoutEffect(() => reveal(keysAbove(lines, selectedIndex)), [selectedKey]);
  useLayoutEffect(() => {
    scrollTo(visible.findIndex(({ line }) => line.key === selectedKey));
  }, [selectedKey, folded, bodyHeight > 0]);
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
  return (
    <div class="wf">
      <Legend waterfall={waterfall} />
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
          height={Math.max(bodyHeight - headHeight, rowHeight)}
        />
      </div>
    </div>
  );
}

/** Which lines are folded, by their keys, which stay the same while rows come in. */
interface Folds {
  readonly folded: ReadonlySet<string>;
  setFold(key: string, fold: boolean): void;
  /** Unfolds all of these. */
  reveal(keys: readonly string[]): void;
}

/** Folds of a waterfall; at first there are none. */
function useFolds(): Folds {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  return {
    folded,
    setFold(key, fold) {
      const next = new Set(folded);
      if (fold) next.add(key);
      else next.delete(key);
      setFolded(next);
    },
    reveal(keys) {
      if (!keys.some((key) => folded.has(key))) return;
      setFolded(new Set([...folded].filter((key) => !keys.includes(key))));
    },
  };
}
