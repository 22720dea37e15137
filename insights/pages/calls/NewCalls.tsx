import { formatCount } from '../../format.ts';
import { calls } from './list/calls.ts';
import { showNewCalls } from './showNewCalls.ts';

/** How many calls came while the list stands still; the button shows them. */
export function NewCalls() {
  const { newCount } = calls.list.value;
  if (newCount === 0) return null;
  return (
    <button type="button" class="new-calls" onClick={showNewCalls}>
      <span aria-hidden="true">▲</span> {formatCount(newCount)} new{' '}
      {newCount === 1 ? 'call' : 'calls'} <kbd>.</kbd>
    </button>
  );
}
