import type { Operation } from '../../api.ts';
import { toBarParts } from './table/bar.ts';

/** A call's bar: its whole as a line, each call to the model on it. The figures beside say the same. */
export function DurationBar({
  call,
  lengthMs,
  scaleMs,
}: {
  call: Operation;
  lengthMs: number;
  scaleMs: number;
}) {
  const whole = Math.min(1, lengthMs / scaleMs);
  return (
    <span class="track" aria-hidden="true">
      <i class="mark-line" style={{ width: percent(whole) }} />
      {toBarParts(call, scaleMs).map((part, index) => (
        <i
          key={index}
          class={`mark-part mark-${part.kind}${part.failed ? ' mark-failed' : ''}`}
          style={{ left: percent(part.x), width: percent(part.width) }}
        />
      ))}
      {toBarParts(call, scaleMs).map(
        ({ kind, x, width, failed, isLast }, index) =>
          (kind === 'wait' || (failed && isLast)) && (
            <i
              key={index}
              class={kind === 'wait' ? 'mark-token' : 'mark-cross'}
              style={{ left: percent(x + width) }}
            >
              {kind === 'wait' ? '' : '✕'}
            </i>
          ),
      )}
    </span>
  );
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)}%`;
}
