import type { Row } from '../row.ts';
import { type Line, type Mark, toWaterfall } from './waterfall.ts';

/** An event of the format; times in µs. */
interface TraceEvent {
  readonly name: string;
  readonly ph: 'X' | 'i' | 'M';
  readonly pid: number;
  readonly tid: number;
  readonly [field: string]: unknown;
}

const pid = 1;

/**
 * A call in Chrome's trace event format, which https://ui.perfetto.dev and chrome://tracing open. Spans on one track must
 * nest or follow each other, so those of one kind and depth that overlap get another track.
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export function toPerfetto(rows: readonly Row[]): string {
  const { lines, startedAt } = toWaterfall(rows, { trueScale: true });
  const tracks = new Map<string, number>();
  const busyUntil = new Map<number, number>();
  const events: TraceEvent[] = [];
  for (const line of [...lines].sort((a, b) => a.startMs - b.startMs)) {
    const tid = freeTrack(line, tracks, busyUntil);
    busyUntil.set(tid, line.startMs + line.durationMs);
    events.push(toSlice(line, tid), ...line.marks.map((mark) => toInstant(mark, tid)));
  }
  const named = [...tracks].flatMap(([name, tid]) => [
    toName('thread_name', tid, { name }),
    toName('thread_sort_index', tid, { sort_index: tid }),
  ]);
  const app = rows.find(({ cloud_RoleName }) => cloud_RoleName)?.cloud_RoleName ?? 'app';
  return JSON.stringify({
    traceEvents: [toName('process_name', 0, { name: app }), ...named, ...events],
    displayTimeUnit: 'ms',
    otherData: {
      operation_Id: rows[0]?.operation_Id ?? '',
      start: new Date(startedAt).toISOString(),
    },
  });
}

function freeTrack(
  { kind, depth, startMs }: Line,
  tracks: Map<string, number>,
  busyUntil: ReadonlyMap<number, number>,
): number {
  for (let n = 1; ; n++) {
    const name = `${depth} ${kind}${n === 1 ? '' : ` (${n})`}`;
    const tid = tracks.get(name) ?? tracks.size + 1;
    if ((busyUntil.get(tid) ?? 0) > startMs) continue;
    tracks.set(name, tid);
    return tid;
  }
}

function toSlice({ name, kind, row, startMs, durationMs, code }: Line, tid: number): TraceEvent {
  return {
    name,
    cat: kind,
    ph: 'X',
    pid,
    tid,
    ts: toMicroseconds(startMs),
    dur: toMicroseconds(durationMs),
    args: {
      ...(code !== undefined && { failed: code }),
      ...row?.customDimensions,
      ...row?.customMeasurements,
    },
  };
}

function toInstant({ kind, atMs, row }: Mark, tid: number): TraceEvent {
  const text = row?.message ?? row?.outerMessage ?? row?.name;
  const name = kind === 'first' ? 'first chunk' : kind;
  return {
    name,
    cat: 'mark',
    ph: 'i',
    s: 't',
    pid,
    tid,
    ts: toMicroseconds(atMs),
    args: text === undefined ? {} : { text },
  };
}

function toName(name: string, tid: number, args: object): TraceEvent {
  return { name, ph: 'M', pid, tid, args };
}

function toMicroseconds(ms: number): number {
  return Math.round(ms * 1_000);
}
