import { path } from '../../location.ts';
import type { Invocation } from '../rows/invocations.ts';

/** Says that an operation holds several invocations, and leads to each of them. */
export function Others({
  invocations,
  session,
}: {
  invocations: readonly Invocation[];
  session: string | undefined;
}) {
  if (invocations.length < 2) return null;
  const all = path.value;
  return (
    <nav class="others" aria-label="Invocations of this operation">
      <span class="dim">{invocations.length} invocations in this operation:</span>
      <a href={all} aria-current={session === undefined ? 'true' : undefined}>
        all
      </a>
      {invocations.slice(0, shown).map((each) => (
        <a
          key={each.session}
          href={`${all}?session=${encodeURIComponent(each.session)}`}
          aria-current={session === each.session ? 'true' : undefined}
          title={each.session}
        >
          {each.function} <span class="dim">{each.outcome}</span>
        </a>
      ))}
      {invocations.length > shown && (
        <span class="dim">and {invocations.length - shown} more: see Rows</span>
      )}
    </nav>
  );
}

const shown = 12;
