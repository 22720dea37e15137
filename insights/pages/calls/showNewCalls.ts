import { calls } from './list/calls.ts';
import { scrollTop, selected } from './selection.ts';

/** Shows the calls that came meanwhile, at the top of the list, which is followed again. */
export function showNewCalls(): void {
  selected.value = undefined;
  calls.showNew();
  scrollTop.value = 0;
}
