import type { Piece } from './pieces.ts';

/** What the sender of a piece knows of it. */
export interface Entry {
  readonly piece: Piece;
  /** Names of its jobs: one, unless something is wrong. */
  readonly jobs: Set<string>;
  /** Times that it was sent and nobody said that it arrived, which it may have. */
  unacknowledged: number;
  /** What its sender was told that no sender should be. */
  readonly problems: string[];
}

/** "Piece 17 (nameless)". */
export function toTitle({ seed, kind }: Piece): string {
  return `Piece ${seed} (${kind})`;
}
