import { computed, signal } from '@preact/signals';
import { matches } from '../screen.ts';
import * as calls from './list/calls.ts';

/** Whether the columns have no names, and a row has several lines. */
export const isNarrow = matches('(max-width: 1060px)');
const isPhone = matches('(max-width: 760px)');

/** Height of a row, in CSS pixels: on a narrow screen a row has two lines, on a phone three. As `--row` of page.css has it. */
export const rowHeight = computed(() => (isPhone.value ? 76 : isNarrow.value ? 56 : 32));

/** The selected row, by its call's key; kept while a call is open, so that the focus comes back to it. */
export const selected = signal<string | undefined>(undefined);

/** How far the list is scrolled, in CSS pixels; kept as the selection is. */
export const scrollTop = signal(0);

/** Shows the calls that came meanwhile, at the top of the list, which is followed again. */
export function showNewCalls(): void {
  selected.value = undefined;
  calls.showNew();
  scrollTop.value = 0;
}
