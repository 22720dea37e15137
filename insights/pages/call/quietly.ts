/** For a focus that is set at the opening of a page: it scrolls nothing, and is not shown until a key is pressed. */
export const quietly: FocusOptions & { readonly focusVisible: boolean } = {
  preventScroll: true,
  focusVisible: false,
};
