import type { VisibleLine } from './visibleLines.ts';

/** What a key does in the tree: the focus moves to a line (its place among those seen), or a line is folded or unfolded. */
export type Move =
  | { readonly to: number }
  | { readonly key: string; readonly fold: boolean }
  | undefined;

/** What a key does, with the focus at `at`: as the treegrid pattern of ARIA says (https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/). */
export function toMove(
  key: string,
  visible: readonly VisibleLine[],
  at: number,
  page: number,
): Move {
  const last = visible.length - 1;
  const current = visible[at];
  if (current === undefined) return undefined;
  const { line, folded, below } = current;
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(at + 1, last) };
    case 'ArrowUp':
      return { to: Math.max(at - 1, 0) };
    case 'PageDown':
      return { to: Math.min(at + page, last) };
    case 'PageUp':
      return { to: Math.max(at - page, 0) };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: last };
    case 'ArrowRight':
      if (below === 0) return { to: at };
      return folded ? { key: line.key, fold: false } : { to: Math.min(at + 1, last) };
    case 'ArrowLeft':
      if (below > 0 && !folded) return { key: line.key, fold: true };
      return {
        to: line.parent === -1 ? at : visible.findIndex(({ index }) => index === line.parent),
      };
    default:
      return undefined;
  }
}
