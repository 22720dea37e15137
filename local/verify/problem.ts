/** Kind of problem, by how long it is worth trying again; `Limits` has the times. */
export type Patience = 'none' | 'brief' | 'roles' | 'result' | 'telemetry';

/** Something that does not work yet: what it is and what to do, each in a line of ours without foreign text. */
export class Problem extends Error {
  readonly remedy: string;
  readonly patience: Patience;

  constructor(message: string, remedy: string, patience: Patience = 'none') {
    super(message);
    this.remedy = remedy;
    this.patience = patience;
  }
}

/** A thrown value as a problem; a foreign error is described by its class alone. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const kind = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
  return new Problem(`Something unforeseen happened (${kind}).`, 'Try again.', 'brief');
}
