import { type CallRef, compareHref, formatCallRef } from '../../../view/compare/callRefs.ts';
import { Words } from '../../text/texts.tsx';
import { toProgress } from './progress.ts';
import { runs, stopRuns } from './runs.ts';

/** How far the runs of a call are, the button that ends them, and the way to what became different. */
export function AgainProgress({ call }: { call: CallRef }) {
  const current = runs.value;
  if (current === undefined) return null;
  const isOwn = formatCallRef(current.of) === formatCallRef(call);
  if (!isOwn && !current.goesOn) return null;
  const { words, calls, errors } = toProgress(current);
  return (
    <div class="again">
      <span role="status">
        {isOwn ? 'Run again' : 'Another call is run again'}: {words}
      </span>
      {current.goesOn && (
        <button type="button" onClick={stopRuns}>
          Stop
        </button>
      )}
      {calls.length > 1 && (
        <a class="button" href={compareHref(calls)}>
          Compare {calls.length} calls ›
        </a>
      )}
      {errors.map((error) => (
        <span class="error" key={error}>
          ✕ <Words text={error} />
        </span>
      ))}
    </div>
  );
}
