/** How much a caller may use; what is absent is not limited. */
export interface CallerLimitsConfig {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly tokensPerDay?: number;
  readonly usdPerDay?: number;
}

/** The names of the limits, as `CALLERS` has them. */
export const limitNames = [
  'requestsPerMinute',
  'tokensPerMinute',
  'tokensPerDay',
  'usdPerDay',
] as const;

/** More must be a mistake, and sums of numbers near the largest are Infinity. */
const highest = 1e12;

/** Reads the limits among the fields of a caller; `unknown` is the number of the others. */
export function readLimits(
  fields: Readonly<Record<string, unknown>>,
  wrong: (rule: string) => void,
): { readonly limits: CallerLimitsConfig; readonly unknown: number } {
  const limits: { -readonly [name in keyof CallerLimitsConfig]: number } = {};
  for (const name of limitNames) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (value === undefined) continue;
    const isMoney = name === 'usdPerDay';
    if (isLimit(value, isMoney)) limits[name] = value;
    else wrong(`${name} must be a ${isMoney ? '' : 'whole '}number above 0`);
  }
  const known: readonly string[] = limitNames;
  return { limits, unknown: Object.keys(fields).filter((name) => !known.includes(name)).length };
}

function isLimit(value: unknown, isMoney: boolean): value is number {
  if (typeof value !== 'number' || !(value > 0 && value <= highest)) return false;
  return isMoney || Number.isInteger(value);
}
