import { useMemo } from 'preact/hooks';
import { type CallRef, parseCallRefs } from '../../view/compare/callRefs.ts';
import type { Compared } from '../../view/compare/compared.ts';
import { backToList } from '../backToList.tsx';
import { useCommands } from '../keys/useCommands.ts';
import { navigate, query } from '../location.ts';
import { CopyNote, copyText } from '../text/copy.tsx';
import { Answers } from './Answers.tsx';
import { Bars } from './Bars.tsx';
import { Differences } from './Differences.tsx';
import { refHref } from './refHref.ts';
import { Spreads } from './Spreads.tsx';
import { useCompared } from './useCompared.ts';

/** A call with its number on the page, from 1, as the URL orders them. */
export interface Numbered extends Compared {
  readonly number: number;
  readonly ref: CallRef;
}

/** `/compare`: calls over each other, and what differs in them; those of the query `calls`. */
export function ComparePage(_: { id: string }) {
  const asked = query.value.get('calls');
  const refs = useMemo(() => parseCallRefs(asked), [asked]);
  const { calls, live } = useCompared(refs);
  const [first] = refs;
  useCommands({
    back: () => (first === undefined ? backToList() : navigate(refHref(first))),
    copyLink: () => void copyText(location.href, 'Link'),
  });
  const known = refs.flatMap((ref, index): Numbered | [] => {
    const call = calls[index];
    return call === undefined ? [] : { ...call, ref, number: index + 1 };
  });
  const missing = refs.length - known.length;
  if (refs.length < 2) return <TooFew />;
  return (
    <main class="page compare" aria-busy={known.length === 0 && live}>
      <header class="compare-head">
        {first !== undefined && (
          <a class="back" href={refHref(first)}>
            ‹ Call 1
          </a>
        )}
        <h1>Compare {refs.length} calls</h1>
        <span role="status" class="dim">
          {missing > 0 &&
            (live
              ? `${missing} not here yet …`
              : `${missing} not found: removed, or never arrived`)}
        </span>
      </header>
      {known.length > 0 && <Bars calls={known} />}
      {known.length > 2 && <Spreads calls={known} />}
      {known.length > 1 && (
        <>
          <Differences calls={known} />
          <Answers calls={known} />
        </>
      )}
      <CopyNote />
    </main>
  );
}

function TooFew() {
  return (
    <main class="page compare">
      <h1>Compare calls</h1>
      <p>
        Open a call, choose <b>Keep to compare</b> in the menu <b>Run again</b> (or press{' '}
        <kbd>m</kbd>), and do it again in another call. <a href="/calls">All calls</a>
      </p>
    </main>
  );
}
