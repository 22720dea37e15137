import type { Operation } from '../../api.ts';

/** Whether all calls of a list, newest first, are of today in local terms: others are shown with their date. */
export function isOfToday(items: readonly Operation[]): boolean {
  const oldest = items.at(-1);
  return oldest === undefined || toDay(oldest.timestamp) === toDay(Date.now());
}

function toDay(time: string | number): string {
  return new Date(time).toDateString();
}
