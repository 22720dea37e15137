const outcomes: Readonly<Record<string, string>> = {
  ok: '--ok',
  running: '--dim',
  duplicate: '--ours',
  client_closed: '--host',
  budget: '--host',
  rate_limit_exceeded: '--warn',
};
const failures = ['--error', '--tool', '--model', '--ours'] as const;
const models = ['--model', '--tool', '--ours', '--warn', '--host', '--ok'] as const;

/** The colour of an outcome among others: failures beside throttling take turns, red first. */
export function outcomeColor(outcome: string, all: readonly string[]): string {
  const others = all.filter((name) => outcomes[name] === undefined);
  return outcomes[outcome] ?? failures[others.indexOf(outcome) % failures.length] ?? '--error';
}

/** The colour of the model at this place. */
export function modelColor(index: number): string {
  return models[Math.max(0, index) % models.length] ?? '--model';
}
