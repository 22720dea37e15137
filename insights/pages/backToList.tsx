import { Lists } from './Lists.tsx';
import { navigate } from './location.ts';

/**
 * The list that the call was opened from: the last one in the browser's history, so that its filters and its place stay.
 * Without such an entry, or where a browser does not tell its history, the plain list.
 */
export function listHref(): string {
  const url = lastList()?.url;
  if (!url) return '/calls';
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** Goes back to that list. */
export function backToList(): void {
  const entry = lastList();
  if (entry) navigation.traverseTo(entry.key);
  else navigate('/calls');
}

function lastList(): NavigationHistoryEntry | undefined {
  if (!('navigation' in globalThis)) return undefined;
  const current = navigation.currentEntry?.index ?? 0;
  return navigation
    .entries()
    .slice(0, current)
    .findLast(({ url }) => url !== null && /^\/(calls\/?)?$/.test(new URL(url).pathname));
}

/** The way back to the list that the page was opened from. */
export function BackLink() {
  return (
    <a class="back" href={listHref()}>
      ‹ Calls
    </a>
  );
}

/** The way back to a list of conversations or jobs, and to the others. */
export function ListHead({ list }: { list: 'conversations' | 'jobs' }) {
  return (
    <div class="list-head">
      <a class="back" href={`/${list}`}>
        ‹ {list === 'jobs' ? 'Jobs' : 'Conversations'}
      </a>
      <Lists />
    </div>
  );
}

/** Says that nothing is known of a call, or of what it belongs to: `what` is a noun, such as `call of this job`. */
export function NotHere({ what, live }: { what: string; live: boolean }) {
  return (
    <main class="page">
      <h1>Not found: removed, or it never arrived</h1>
      <p>
        No {what} is here{live ? ' yet; if one comes, it is shown at once' : ''}.{' '}
        <a href={listHref()}>All calls</a>
      </p>
    </main>
  );
}
