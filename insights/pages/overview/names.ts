/** Stands for the names that are not told apart. */
export const otherNames = 'others';

/** What the server calls a model that no row names. */
export const unknownName = 'unknown';

/** The names that have most over all steps, most first, and `others` when there are more. */
export function namesOf(
  steps: readonly Readonly<Record<string, number>>[],
  most = 5,
): readonly string[] {
  const sums = new Map<string, number>();
  for (const step of steps) {
    for (const [name, value] of Object.entries(step)) sums.set(name, (sums.get(name) ?? 0) + value);
  }
  const names = [...sums].sort(([, a], [, b]) => b - a).map(([name]) => name);
  return names.length <= most + 1 ? names : [...names.slice(0, most), otherNames];
}

/** What a step has of a name, the sum of all that is not told apart for `others`; null when nothing is known. */
export function amountOf(
  step: Readonly<Record<string, number>>,
  name: string,
  names: readonly string[],
): number | null {
  if (name !== otherNames || step[otherNames] !== undefined) return step[name] ?? null;
  const rest = Object.entries(step).filter(([each]) => !names.includes(each));
  return rest.length === 0 ? null : rest.reduce((sum, [, value]) => sum + value, 0);
}
