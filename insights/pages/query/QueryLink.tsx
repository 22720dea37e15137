import { toQueryHref } from '../../view/queryHref.ts';

/** Leads to the page of queries with this one in it; nothing where no address holds it. `of` says what it finds. */
export function QueryLink({ query, of, look = '' }: { query: string; of: string; look?: string }) {
  const href = toQueryHref(query);
  if (href === undefined) return null;
  return (
    <a class={look} href={href}>
      Query<span class="visually-hidden"> of {of}</span>
    </a>
  );
}
