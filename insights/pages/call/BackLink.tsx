import { listHref } from './list.ts';

/** The way back to the list that the page was opened from. */
export function BackLink() {
  return (
    <a class="back" href={listHref()}>
      ‹ Calls
    </a>
  );
}
