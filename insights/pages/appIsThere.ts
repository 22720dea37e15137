import { signal } from '@preact/signals';

/** Whether an app runs beside the receiver, so that it can be asked; false until the header was told. */
export const appIsThere = signal(false);
