import { signal } from '@preact/signals';
import type { Operation } from '../../../api.ts';
import { formatSpan } from '../../../format.ts';
import { Unknown } from '../../text/amounts.tsx';

const everyMs = 250;
let timer: ReturnType<typeof setInterval> | undefined;

/** The present, in ms since 1970; it goes on only while someone looks at it. */
export const clock = signal(Date.now(), {
  watched() {
    clock.value = Date.now();
    timer = setInterval(() => {
      clock.value = Date.now();
    }, everyMs);
  },
  unwatched() {
    clearInterval(timer);
  },
});

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

/** A part of a call's bar, as fractions of its width. */
interface BarPart {
  /** Until the first token; from it on; a call that was not streamed. */
  readonly kind: 'wait' | 'stream' | 'whole';
  readonly x: number;
  readonly width: number;
  readonly failed: boolean;
  /** Whether it ends a call to the model. */
  readonly isLast: boolean;
}

/** The parts of a call's bar on a scale that is `scaleMs` long. */
function toBarParts({ calls }: Operation, scaleMs: number): readonly BarPart[] {
  return calls.flatMap(({ startMs, durationMs, firstTokenMs, success }): BarPart[] => {
    const place = (from: number, to: number) => {
      const x = fraction(from, scaleMs);
      return { x, width: fraction(to, scaleMs) - x, failed: !success };
    };
    const end = startMs + durationMs;
    if (firstTokenMs === null) {
      return [{ kind: 'whole', ...place(startMs, end), isLast: true }];
    }
    const first = Math.min(startMs + firstTokenMs, end);
    return [
      { kind: 'wait', ...place(startMs, first), isLast: false },
      { kind: 'stream', ...place(first, end), isLast: true },
    ];
  });
}

/** Length of the scale of these calls: the longest that has ended, or the longest that runs when none has. */
export function toScale(items: readonly Operation[], now: number): number {
  const ended = items.filter(({ outcome }) => outcome !== 'running');
  const longest = (among: readonly Operation[]) =>
    among.reduce((most, item) => Math.max(most, lengthOf(item, now)), 0);
  return longest(ended) || longest(items) || 1;
}

/** How long a call took, or has taken until now; 0 when it is not known. */
function lengthOf({ outcome, timestamp, durationMs }: Operation, now: number): number {
  return outcome === 'running' ? Math.max(0, now - Date.parse(timestamp)) : (durationMs ?? 0);
}

function fraction(ms: number, scaleMs: number): number {
  return Math.min(1, Math.max(0, ms / scaleMs));
}
