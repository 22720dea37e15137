import type { RefObject } from 'preact';
import { useCommands } from '../../../keys/useCommands.ts';
import { selectRow } from '../../callView.ts';
import { toMove } from './move.ts';
import { seqOf } from './rowLines.ts';
import type { LineFocus } from './useLineFocus.ts';
import type { VisibleLine } from './visibleLines.ts';

/** Keys and clicks walk, fold and select the lines of the tree. `page` is how far a page key goes. */
export function useLineActions({
  body,
  visible,
  focus,
  hasSelection,
  page,
  setFold,
  scrollTo,
}: {
  body: RefObject<HTMLElement | null>;
  visible: readonly VisibleLine[];
  focus: LineFocus;
  hasSelection: boolean;
  page: number;
  setFold(key: string, fold: boolean): void;
  scrollTo(at: number): void;
}) {
  const current = visible[focus.at];
  const walkTo = (at: number) => {
    const next = visible[at];
    if (next === undefined) return;
    focus.take(next.line.key, true);
    scrollTo(at);
    if (hasSelection && next.line.row) selectRow(seqOf(next.line));
  };
  const foldLine = (key: string, fold: boolean) => {
    setFold(key, fold);
    focus.take(key, body.current?.contains(document.activeElement) ?? false);
  };
  const foldCurrent = (fold: boolean) =>
    current !== undefined && current.below > 0 && foldLine(current.line.key, fold);
  useCommands({ fold: () => foldCurrent(true), unfold: () => foldCurrent(false) });
  return {
    onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if ((event.key === 'Enter' || event.key === ' ') && current?.line.row) {
        selectRow(seqOf(current.line));
      } else {
        const move = toMove(event.key, visible, focus.at, page);
        if (move === undefined) return;
        if ('to' in move) walkTo(move.to);
        else foldLine(move.key, move.fold);
      }
      event.preventDefault();
      event.stopPropagation();
    },
    onClick({ target }: MouseEvent) {
      if (!(target instanceof Element)) return;
      const each = visible[Number(target.closest<HTMLElement>('[data-at]')?.dataset.at)];
      if (each === undefined) return;
      const { line } = each;
      if (each.below > 0 && (target.closest('.twist') || line.row === undefined)) {
        foldLine(line.key, !each.folded);
        return;
      }
      focus.take(line.key);
      if (line.row) selectRow(seqOf(line));
    },
  };
}
