import type { ComponentChildren } from 'preact';

/** A cell of a line. */
export function Cell({ look, children }: { look?: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by themselves, so there is no table
    // biome-ignore lint/a11y/useFocusableInteractive: the line has the focus, as the treegrid pattern allows
    <div role="gridcell" class={look === undefined ? 'wf-cell' : `wf-cell ${look}`}>
      {children}
    </div>
  );
}
