import { toTable } from '../toTable.ts';
import type { Rule, State } from './alert.ts';
import { dimensionsOf, formatValue, limitOf, spanOf } from './words.ts';

const words = { fires: 'FIRES', silent: 'silent', azure: 'only in Azure', failed: 'not run' };

/** How each rule is now: what fires first, with its runbook below. */
export function printStates({
  rules,
  states,
}: {
  readonly rules: readonly Rule[];
  readonly states: readonly State[];
}): string {
  const known = rules.flatMap((rule) => {
    const state = states.find(({ name }) => name === rule.name);
    return state ? [{ rule, state }] : [];
  });
  const order = ['fires', 'silent', 'failed', 'azure'];
  const sorted = known.toSorted(
    (a, b) => order.indexOf(a.state.state) - order.indexOf(b.state.state),
  );
  const lines = sorted.flatMap(({ rule, state }) => toLines(rule, state));
  const firing = sorted.filter(({ state }) => state.state === 'fires');
  const runbooks = firing.map(({ rule }) => `${rule.title}: ${rule.runbook ?? 'no runbook'}`);
  const said =
    firing.length === 0
      ? 'No alert would fire now.'
      : `${firing.length} of ${known.length} would fire now:`;
  const heads = ['alert', 'state', 'value', 'fires at', 'within', 'of'];
  return [toTable([heads, ...lines], [2]), '', said, ...runbooks].join('\n');
}

function toLines(rule: Rule, { state, series, error }: State): readonly (readonly string[])[] {
  const limit = [limitOf(rule), spanOf(rule.windowMs)];
  if (state === 'azure')
    return [[rule.name, words.azure, '', ...limit, rule.onlyInAzure.join(', ')]];
  if (state === 'failed') return [[rule.name, words.failed, '', ...limit, error ?? '']];
  // Without a series there was too little to look at.
  if (series.length === 0) return [[rule.name, words.silent, '–', ...limit, '']];
  return series.map(({ dimensions, value, fires }) => [
    rule.name,
    fires ? words.fires : words.silent,
    formatValue(value),
    ...limit,
    dimensionsOf(dimensions),
  ]);
}
