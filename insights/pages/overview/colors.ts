import { otherNames } from './names.ts';

/** Outcomes that are no failure, in the tones of the list; all others are. */
const outcomes: Readonly<Record<string, string>> = {
  ok: '--ok',
  running: '--dim',
  duplicate: '--ours',
  client_closed: '--warn',
  budget: '--tool',
  [otherNames]: '--dim',
};
const failures = ['--error', '--error-dark', '--error-pale'] as const;

/** The colour of an outcome among others: red for what failed, and for nothing else. */
export function outcomeColor(outcome: string, all: readonly string[]): string {
  const failed = all.filter((name) => outcomes[name] === undefined);
  return outcomes[outcome] ?? failures[failed.indexOf(outcome) % failures.length] ?? '--error';
}

/** No red, and neither the green of what is well nor the amber of a warning. */
const models = ['--model', '--tool', '--ours', '--olive', '--text', '--host'] as const;
const most = 1_000;
/** Colours that were given: a model that is asked more or less than before keeps its own. */
const given = new Map<string, string>();

/** A colour for each of these models, in their order. */
export function modelColors(names: readonly string[]): ReadonlyMap<string, string> {
  if (given.size > most) given.clear();
  const colors = new Map([[otherNames, '--dim']]);
  const isFree = (color: string) => ![...colors.values()].includes(color);
  for (const name of names) {
    const own = given.get(name);
    if (own !== undefined && isFree(own)) colors.set(name, own);
  }
  for (const name of names) {
    if (!colors.has(name)) colors.set(name, models.find(isFree) ?? '--dim');
    given.set(name, colors.get(name) ?? '--dim');
  }
  return new Map(names.map((name) => [name, colors.get(name) ?? '--dim']));
}
