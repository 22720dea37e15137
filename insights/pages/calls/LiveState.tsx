import { liveBy } from '../live.ts';
import { calls } from './list/calls.ts';

/** Whether calls are shown as they come, and the button that pauses this page; the receiver goes on. */
export function LiveState() {
  const { paused } = calls.list.value.attention;
  const [sign, word, why] = paused
    ? ['❚❚', 'paused', 'This page stands still; the receiver goes on.']
    : liveBy.value === undefined
      ? ['○', 'not live', 'No connection to the receiver now.']
      : liveBy.value === 'asking'
        ? ['●', 'live', 'Many tabs are open: this one asks each second.']
        : ['●', 'live', 'Calls are shown as they come.'];
  return (
    <button
      type="button"
      class={`quiet live is-${word.replace(' ', '-')}`}
      title={`${why} (p)`}
      aria-pressed={paused}
      aria-label={paused ? 'Paused. Go on' : `${word}. Pause`}
      onClick={() => calls.attend({ paused: !paused })}
    >
      <span aria-hidden="true">{sign}</span> {word}
    </button>
  );
}
