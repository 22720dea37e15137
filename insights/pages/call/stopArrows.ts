/** For what scrolls by itself: arrows scroll it, and do not reach the keys of the page. */
export function stopArrows(event: KeyboardEvent): void {
  if (event.key.startsWith('Arrow')) event.stopPropagation();
}
