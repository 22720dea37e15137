/** What is kept, at most. */
export interface Retention {
  /** Age, in ms. */
  readonly ms: number;
  readonly rows: number;
}

/** A week, a million rows. */
export const defaultRetention: Retention = { ms: 7 * 86_400_000, rows: 1_000_000 };

const units = { h: 3_600_000, d: 86_400_000 } as const;

/** Reads `--retain`, such as `7d,1000000`: an age in hours or days, a number of rows, or both. Throws a line for its user. */
export function parseRetention(text: string): Retention {
  let retention = defaultRetention;
  for (const part of text.split(',').filter(Boolean)) {
    const [, amount, unit] = /^(\d{1,9})([hd]?)$/.exec(part.trim()) ?? [];
    if (amount === undefined || Number(amount) === 0) {
      throw new Error('--retain must be an age, a number of rows, or both: 7d,1000000 or 12h.');
    }
    retention =
      unit === 'h' || unit === 'd'
        ? { ...retention, ms: Number(amount) * units[unit] }
        : { ...retention, rows: Number(amount) };
  }
  return retention;
}
