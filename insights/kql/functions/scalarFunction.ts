import type { Value } from '../values.ts';

/** A function of a row's values. */
export interface ScalarFunction {
  /** Makes it for arguments of these types; what it takes is what the checker let through, so a type of its own is no risk. */
  readonly of: (types: readonly string[]) => (...values: never[]) => Value;
  /** Whether it is asked about null too; otherwise null in, null out. */
  readonly takesNull?: true;
}

/** Functions by name. */
export type ScalarFunctions = Readonly<Record<string, ScalarFunction>>;

/** A function that looks at no types. */
export function plain(call: (...values: never[]) => Value): ScalarFunction {
  return { of: () => call };
}

/** The same, asked about null too. */
export function withNull(call: (...values: never[]) => Value): ScalarFunction {
  return { of: () => call, takesNull: true };
}
