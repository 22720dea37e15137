import { listHref } from '../call/list.ts';

/** That nothing is known of a conversation, session or job. */
export function NoCalls({ what, live }: { what: string; live: boolean }) {
  return (
    <main class="page">
      <h1>Not here: removed or never came</h1>
      <p>
        No call of this {what} is here{live ? ' yet; if one comes, it is shown at once' : ''}.{' '}
        <a href={listHref()}>All calls</a>
      </p>
    </main>
  );
}
