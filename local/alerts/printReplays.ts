import { toTable } from '../toTable.ts';
import type { Replay, Rule } from './alert.ts';
import { dimensionsOf, formatValue, limitOf, timeOf } from './words.ts';

/** When each rule would have been fired, and those that never would. */
export function printReplays(rules: readonly Rule[], replays: readonly Replay[]): string {
  const lines: string[][] = [];
  for (const { name, fired, evaluations, error } of replays) {
    const rule = rules.find((each) => each.name === name);
    if (rule === undefined) continue;
    const head = [name, `${evaluations}`, limitOf(rule)];
    if (error !== null) lines.push([...head, '', '', '', error]);
    else if (fired.length === 0) lines.push([...head, 'never', '', '', '']);
    for (const { from, to, value, dimensions, isCut } of fired) {
      const begun = isCut ? `before ${timeOf(from)}` : timeOf(from);
      const end = to === null ? 'still' : timeOf(to);
      lines.push([...head, begun, end, formatValue(value), dimensionsOf(dimensions)]);
    }
  }
  const heads = ['alert', 'asked', 'fires at', 'fired', 'resolved', 'at most', 'of'];
  const azure = rules.filter(({ onlyInAzure }) => onlyInAzure.length > 0).map(({ name }) => name);
  const table = toTable([heads, ...lines], [1, 5]);
  return azure.length === 0 ? table : `${table}\n\nOnly in Azure: ${azure.join(', ')}.`;
}
