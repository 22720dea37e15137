import type { Row } from '../../row.ts';
import type { Piece } from './bar.ts';
import type { LineKind } from './rowKind.ts';

/** A piece of a bar (see `Piece`), in ms from the start of the axis and as fractions of it. */
export interface Segment {
  readonly kind: Piece['kind'];
  readonly startMs: number;
  readonly durationMs: number;
  readonly x: number;
  readonly width: number;
  readonly label?: string;
}

/** A sign on a bar: ◆ the first chunk, ▵ a log line, ◇ an exception, or an event. */
export interface Mark {
  readonly kind: 'first' | 'log' | 'exception' | 'event';
  readonly atMs: number;
  readonly x: number;
  /** The row it stands for; absent for the first chunk. */
  readonly row?: Row;
}

/** One line of a waterfall. Times are in ms from the start of the axis. */
export interface Line {
  /** Stays the same while rows come in. */
  readonly key: string;
  readonly kind: LineKind;
  readonly name: string;
  /** The app that sent it, where it is another than that of the line above in the tree. */
  readonly app?: string;
  /** Absent for a ghost and for the group of a delivery. */
  readonly row?: Row;
  readonly depth: number;
  /** Index of the line above it in the tree; -1 at the top. */
  readonly parent: number;
  /** How many lines after this one are below it in the tree. */
  readonly descendants: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly x: number;
  readonly width: number;
  /** The bar from left to right; a wait may lie before or after the line's own time. */
  readonly segments: readonly Segment[];
  readonly marks: readonly Mark[];
  readonly failed: boolean;
  /** Code or status of a failure. */
  readonly code?: string;
  /** Attempt number, from 1, of the calls for one completion, and the wait before it; absent when there was only one. */
  readonly attempt?: { readonly n: number; readonly of: number; readonly waitMs: number };
  /** Whether another model than the first was asked. */
  readonly fallback: boolean;
  /** `app.step` of an agent. */
  readonly step?: number;
  /** The host's row of a queue run, which stands in a trace of its own. */
  readonly joined: boolean;
  /** How far it lies outside its parent, in ms; absent when inside. It is drawn as sent. */
  readonly skewMs?: number;
  /** It was sent with an end before its start, and is drawn as 0. */
  readonly endedBeforeStart: boolean;
  /** What a screen reader says: `chat gpt-4o, call 2 of 3, failed 429, 310 ms, starts at 2.31 s`. */
  readonly label: string;
}
