import { signal } from '@preact/signals';

const narrow = matchMedia('(max-width: 760px)');
const heights = { oneLine: 32, twoLines: 56 };

/** Height of a row, in CSS pixels: on a narrow screen a row has two lines. As calls.css has it. */
export const rowHeight = signal(toHeight());

narrow.addEventListener('change', () => {
  rowHeight.value = toHeight();
});

function toHeight(): number {
  return narrow.matches ? heights.twoLines : heights.oneLine;
}
