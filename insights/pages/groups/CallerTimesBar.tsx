import type { Info } from '../../api.ts';
import { TimeFields, TimeFilter } from '../calls/filters/TimeFilter.tsx';
import { useJson } from '../request.ts';
import { callerTimes, showCallersOf } from './callerTimes.ts';

/** Chooses of which times callers are summed. */
export function CallerTimesBar() {
  const start = useJson<Info>('/api/info').value?.starts[0];
  const time = { times: callerTimes.value, start, onChoose: showCallersOf };
  return (
    <search class="filters">
      <TimeFilter {...time} usual="all" />
      <TimeFields {...time} />
    </search>
  );
}
