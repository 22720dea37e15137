import { progress } from './progress.ts';
import { timeReference } from './reference.ts';

/** What each party did in its turns, and what the reference loop took before, between and after them. */
export interface Turns<Name extends string, Figures> {
  readonly of: Readonly<Record<Name, readonly Figures[]>>;
  readonly reference: readonly number[];
}

/**
 * Lets each party work once a round, one after another; every second round in the reverse order, so that none always
 * follows the same one.
 */
export async function takeTurns<Name extends string, Figures>(
  what: string,
  rounds: number,
  parties: Readonly<Record<Name, () => Promise<Figures>>>,
): Promise<Turns<Name, Figures>> {
  const names = Object.keys(parties) as Name[];
  const of = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Figures[]
  >;
  timeReference(); // compiled by then
  const reference = [timeReference()];
  for (let round = 1; round <= rounds; round++) {
    for (const name of round % 2 === 1 ? names : names.toReversed()) {
      progress(`${what}: round ${round} of ${rounds}, ${name}`);
      of[name].push(await parties[name]());
      reference.push(timeReference());
    }
  }
  progress('');
  return { of, reference };
}
