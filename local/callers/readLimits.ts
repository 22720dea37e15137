import type { Limits, NewLimits } from '../keys/entries.ts';

/** Flags of limits, by the field of `CALLERS` that each sets. */
const limitFlags = {
  models: 'models',
  requestsPerMinute: 'requests-per-minute',
  tokensPerMinute: 'tokens-per-minute',
  tokensPerDay: 'tokens-per-day',
  usdPerDay: 'usd-per-day',
} as const satisfies Record<keyof Limits, string>;

type Flag = (typeof limitFlags)[keyof Limits];

/** The texts of these flags. */
export type LimitFlags = { readonly [flag in Flag]?: string | undefined };

/**
 * The limits that flags give, as the app takes them; undefined for one that is `none`. Throws a line for the user. What
 * a number may be is checked by the app's own reader of `CALLERS`.
 */
export function readLimits(flags: LimitFlags): NewLimits {
  const given = (Object.entries(limitFlags) as [keyof Limits, Flag][]).flatMap(([name, flag]) => {
    const text = flags[flag];
    return text === undefined ? [] : [[name, text === 'none' ? undefined : toLimit(name, text)]];
  });
  return Object.fromEntries(given);
}

function toLimit(name: keyof Limits, text: string): number | readonly string[] {
  if (name === 'models') {
    return text
      .split(',')
      .map((model) => model.trim())
      .filter((model) => model !== '');
  }
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new Error(`--${limitFlags[name]} must be a number, such as 60, or none.`);
}
