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

/** A colour for each model of a page, the same in all of its charts. */
export function modelColors(names: readonly string[]): ReadonlyMap<string, string> {
  const colors = new Map<string, string>([[otherNames, '--dim']]);
  const taken = new Set<string>(['--dim']);
  const isKnown = (name: string) => given.has(name);
  for (const name of [...names.filter(isKnown), ...names.filter((each) => !isKnown(each))]) {
    if (colors.has(name)) continue;
    const own = given.get(name);
    const free = models.find((each) => !taken.has(each)) ?? '--dim';
    const color = own !== undefined && !taken.has(own) ? own : free;
    taken.add(color);
    colors.set(name, color);
    if (given.size < most) given.set(name, color);
  }
  return colors;
}
