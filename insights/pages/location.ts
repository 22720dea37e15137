import { computed, signal } from '@preact/signals';
import type { Operation } from '../api.ts';

/** The URL is the view: path and query, as signals that follow the browser's history. */
const href = signal(location.pathname + location.search);

let moved = false;

/** Whether this is still the address that the document was opened with, which any page may have linked to. */
export const isAsOpened = () => !moved;

addEventListener('popstate', () => {
  moved = true;
  href.value = location.pathname + location.search;
});

/** Path of the page, without slash at its end; `/` is the list of calls. */
export const path = computed(() => {
  const { pathname } = new URL(href.value, location.origin);
  return pathname.replace(/(.)\/+$/, '$1');
});

/** Query of the page. */
export const query = computed(() => new URL(href.value, location.origin).searchParams);

/** Goes to a page of ours: a choice is a step in the history, typing replaces the step. */
export function navigate(to: string, { replace = false } = {}): void {
  const url = new URL(to, location.href);
  const next = url.pathname + url.search;
  if (next === href.value) return;
  if (replace) history.replaceState(null, '', next);
  else history.pushState(null, '', next);
  moved = true;
  href.value = next;
}

/** For the document: a plain click on a link of ours stays in this document. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest('a');
  if (link?.target !== '' || link.hasAttribute('download')) return;
  if (link.origin !== location.origin || link.pathname.startsWith('/api/')) return;
  event.preventDefault();
  navigate(link.pathname + link.search);
}

/** The page of a call. */
export function callHref({ operation_Id, session_Id }: Operation): string {
  const page = `/calls/${encodeURIComponent(operation_Id)}`;
  return session_Id === null ? page : `${page}?session=${encodeURIComponent(session_Id)}`;
}
