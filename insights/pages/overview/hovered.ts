import { signal } from '@preact/signals';

/** The step under the crosshair, the same in every chart. */
export const hovered = signal<number | undefined>(undefined);
