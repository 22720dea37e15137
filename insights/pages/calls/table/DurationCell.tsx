import type { Operation } from '../../../api.ts';
import { formatSpan } from '../../../format.ts';
import { Unknown } from '../../text/Unknown.tsx';
import { clock } from '../clock.ts';
import { DurationBar } from '../DurationBar.tsx';
import { lengthOf } from './bar.ts';

/** How long a call took, as a bar on the list's scale and in figures; of one that runs, until now. */
export function DurationCell({ call, scaleMs }: { call: Operation; scaleMs: number }) {
  const lengthMs = lengthOf(call, call.outcome === 'running' ? clock.value : 0);
  const isKnown = call.outcome === 'running' || call.durationMs !== null;
  return (
    <>
      <DurationBar call={call} lengthMs={lengthMs} scaleMs={scaleMs} />
      <span class="figure">
        {isKnown ? formatSpan(lengthMs) : <Unknown why="its own row has not come" />}
      </span>
    </>
  );
}
