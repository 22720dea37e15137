/** Options for the focus when a page opens: it scrolls nothing, and shows only after a key press. */
export const quietly: FocusOptions & { readonly focusVisible: boolean } = {
  preventScroll: true,
  focusVisible: false,
};

/** For an element that scrolls: arrows scroll it and do not reach the page's keys. */
export function stopArrows(event: KeyboardEvent): void {
  if (event.key.startsWith('Arrow')) event.stopPropagation();
}
