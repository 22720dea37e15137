const startBrand = Symbol.for('callspan.StartError');

/** The problems that keep the app from starting, each by name, in our words. It is for the app's operator, not for callers. */
export class StartError extends Error {
  readonly [startBrand] = true;

  constructor(what: string, problems: readonly string[]) {
    super(`Callspan cannot start; ${what}:${problems.map((line) => `\n  - ${line}`).join('')}`);
    this.name = 'StartError';
  }
}

/** Whether a thrown value is a StartError, whichever bundle made it. */
export function isStartError(value: unknown): value is StartError {
  return typeof value === 'object' && value !== null && startBrand in value;
}
