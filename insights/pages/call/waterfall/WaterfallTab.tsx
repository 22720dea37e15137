import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Waterfall } from '../../../view/waterfall.ts';
import { useCommands } from '../../keys/useCommands.ts';
import { byWidth, useSize } from '../../size.ts';
import { readCallView, selectRow, showCall } from '../callView.ts';
import { quietly } from '../focus.ts';
import { HeadRow } from './HeadRow.tsx';
import { Legend } from './Legend.tsx';
import { Lines } from './Lines.tsx';
import { toMove } from './move.ts';
import { indexOfRow, keysOfRows, seqOf } from './rowLines.ts';
import { useFolds } from './useFolds.ts';
import { useScrolled } from './useScrolled.ts';
import { keysAbove, toVisibleLines } from './visibleLines.ts';
import { panBy, wholeAxis, zoomBy } from './zoom.ts';

/** Height of a line in CSS pixels: on a narrow screen its bar is below its name, and a finger must hit it. */
const lineHeight = byWidth(600, 48, 28);

/** The rows of a call as lines along a common axis, which fold, zoom and are walked through by keys. */
export function WaterfallTab({
  waterfall,
  hits,
}: {
  waterfall: Waterfall;
  /** `seq` of the rows that were found. */
  hits: ReadonlySet<number>;
}) {
  const { row: selected, zoom, trueScale } = readCallView();
  const { lines } = waterfall;
  const body = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const bars = useRef<HTMLDivElement>(null);
  const { height: bodyHeight } = useSize(body);
  const { height: headHeight } = useSize(head);
  const { width } = useSize(bars);
  const rowHeight = lineHeight.value;
  const { folded, setFold, reveal } = useFolds();
  const visible = useMemo(() => toVisibleLines(lines, folded), [lines, folded]);
  const { scrollTop, follow, scrollTo } = useScrolled(body, visible, rowHeight, headHeight);
  const hitKeys = useMemo(() => keysOfRows(lines, hits), [lines, hits]);
  const selectedIndex = useMemo(() => indexOfRow(lines, selected), [lines, selected]);
  const selectedKey = lines[selectedIndex]?.key;
  const [focusKey, setFocusKey] = useState<string | undefined>(undefined);
  const focused = focusKey ?? selectedKey;
  const focusAt = Math.max(
    0,
    visible.findIndex(({ line }) => line.key === focused),
  );
  const current = visible[focusAt];
  const wantsFocus = useRef(false);
  const hadFocus = body.current?.contains(document.activeElement) ?? false; // before lines leave the document

  // A row that is selected is seen: what is above it unfolds, and it is scrolled to.
  useLayoutEffect(() => {
    if (selectedIndex === -1) return;
    wantsFocus.current ||= hadFocus;
    reveal(keysAbove(lines, selectedIndex));
    setFocusKey(undefined);
  }, [selectedKey]);
  useLayoutEffect(() => {
    scrollTo(visible.findIndex(({ line }) => line.key === selectedKey));
  }, [selectedKey, folded, bodyHeight > 0]);
  useLayoutEffect(() => {
    const isLost = hadFocus && document.activeElement === document.body;
    if (!wantsFocus.current && !isLost) return;
    wantsFocus.current = false;
    const line = body.current?.querySelector<HTMLElement>(`[data-at="${focusAt}"]`);
    line?.focus({ preventScroll: true });
  });
  // Arrows walk the lines from the start, without a way through all that is above them.
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    body.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(quietly);
  }, []);

  const focusLine = (at: number) => {
    const next = visible[at];
    if (next === undefined) return;
    setFocusKey(next.line.key);
    wantsFocus.current = true;
    scrollTo(at);
    if (selected !== undefined && next.line.row) selectRow(seqOf(next.line));
  };
  const foldLine = (key: string, fold: boolean) => {
    setFold(key, fold);
    setFocusKey(key);
    wantsFocus.current = body.current?.contains(document.activeElement) ?? false;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if ((event.key === 'Enter' || event.key === ' ') && current?.line.row) {
      selectRow(seqOf(current.line));
    } else {
      const page = Math.max(1, Math.floor(bodyHeight / rowHeight) - 2);
      const move = toMove(event.key, visible, focusAt, page);
      if (move === undefined) return;
      if ('to' in move) focusLine(move.to);
      else foldLine(move.key, move.fold);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = ({ target }: MouseEvent) => {
    if (!(target instanceof Element)) return;
    const each = visible[Number(target.closest<HTMLElement>('[data-at]')?.dataset.at)];
    if (each === undefined) return;
    const { line } = each;
    if (line.descendants > 0 && (target.closest('.twist') || line.row === undefined)) {
      foldLine(line.key, !each.folded);
      return;
    }
    setFocusKey(line.key);
    if (line.row) selectRow(seqOf(line));
  };

  const zoomInBy = (factor: number) => showCall({ zoom: zoomBy(zoom, factor) }, { replace: true });
  const zoomAll = () => showCall({ zoom: wholeAxis }, { replace: true });
  const scale = () => showCall({ trueScale: !trueScale, zoom: wholeAxis });
  const canFold = (current?.line.descendants ?? 0) > 0;
  useCommands({
    zoomIn: () => zoomInBy(1 / 2),
    zoomOut: () => zoomInBy(2),
    zoomReset: zoomAll,
    trueScale: scale,
    fold: () => current !== undefined && canFold && foldLine(current.line.key, true),
    unfold: () => current !== undefined && canFold && foldLine(current.line.key, false),
  });

  return (
    <div class="wf">
      <Legend
        rootArrived={waterfall.rootArrived}
        zoomed={zoom.to - zoom.from < 1}
        trueScale={trueScale}
        hasFolds={waterfall.folds.length > 0}
        onZoom={zoomInBy}
        onWhole={zoomAll}
        onScale={scale}
      />
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
          focusAt={focusAt}
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
