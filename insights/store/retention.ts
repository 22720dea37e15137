/** What is kept, at most. */
export interface Retention {
  /** Age, in ms. */
  readonly ms: number;
  readonly rows: number;
  /** Of the database, in bytes; what SQLite keeps free for later is not counted. */
  readonly bytes: number;
}

/** A week, a million rows, 2 GB. */
export const defaultRetention: Retention = {
  ms: 7 * 86_400_000,
  rows: 1_000_000,
  bytes: 2e9,
};

const units = { h: 3_600_000, d: 86_400_000 } as const;
const sizes = { MB: 1e6, GB: 1e9 } as const;

/**
 * Reads `--retain`, such as `7d,1000000,2GB`: an age in hours or days, a number of rows, a size in MB or GB, or some of them.
 * Throws a line for its user.
 */
export function parseRetention(text: string): Retention {
  let retention = defaultRetention;
  for (const part of text.split(',').filter(Boolean)) {
    const [, digits, unit] = /^(\d{1,9})(h|d|MB|GB)?$/.exec(part.trim()) ?? [];
    const amount = Number(digits ?? 0);
    if (amount === 0) {
      throw new Error(
        '--retain must be an age, a number of rows, a size, or some of them: 7d,1000000,2GB or 12h.',
      );
    }
    if (unit === 'h' || unit === 'd') retention = { ...retention, ms: amount * units[unit] };
    else if (unit === 'MB' || unit === 'GB') {
      retention = { ...retention, bytes: amount * sizes[unit] };
    } else retention = { ...retention, rows: amount };
  }
  return retention;
}
