/** For a focus that is set at the opening of a page: it scrolls nothing, and is not shown until a key is pressed. */
export const quietly: FocusOptions & { readonly focusVisible: boolean } = {
  preventScroll: true,
  focusVisible: false,
};

/** For what scrolls by itself: arrows scroll it, and do not reach the keys of the page. */
export function stopArrows(event: KeyboardEvent): void {
  if (event.key.startsWith('Arrow')) event.stopPropagation();
}
