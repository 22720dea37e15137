import { signal } from '@preact/signals';

/** The selected row, by its call's key; kept while a call is open, so that the focus comes back to it. */
export const selected = signal<string | undefined>(undefined);

/** How far the list is scrolled, in CSS pixels; kept as the selection is. */
export const scrollTop = signal(0);
