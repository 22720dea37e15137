import { operationOf } from '../genAi/attributes.ts';
import { isInvocation } from '../ours.ts';
import type { Row } from '../row.ts';
import { severities } from '../severities.ts';
import { exceptionText } from './exceptionText.ts';
import { callFacts, httpFacts } from './rowFacts/callFacts.ts';
import { type FactSpec, factsOf, type RowFact } from './rowFacts/fact.ts';
import { conversationFact, errorFact, genAiFacts } from './rowFacts/genAiFacts.ts';
import { foreignKindOf } from './waterfall/foreignKind.ts';

export type { RowFact } from './rowFacts/fact.ts';

const run: readonly FactSpec[] = [
  ['outcome', ['app.outcome']],
  ['wrong parameter', ['app.error.param'], undefined, 'code'],
  ['cause', ['app.cause']],
  ['function', ['faas.name']],
  ['caller', ['app.caller']],
  ['trigger', ['faas.trigger'], (trigger) => (trigger === 'pubsub' ? 'queue' : trigger)],
  ['cold start', ['faas.coldstart'], (cold) => (cold === 'true' ? 'yes' : 'no')],
];
const job: readonly FactSpec[] = [['job', ['app.job']]];

const line: readonly FactSpec[] = [
  ['level', ['severityLevel'], (level) => severities[Number(level)] ?? level],
  ['line', ['message'], undefined, 'stack'],
];

const thrown: readonly FactSpec[] = [
  ['type', ['type', 'outerType'], undefined, 'error'],
  ['message', ['outerMessage']],
  ['cause', ['app.cause']],
];

/** What one opens a row for, in our words and a fixed order, of only what it says. */
export function toRowFacts(row: Row): readonly RowFact[] {
  if (operationOf(row) !== undefined) return genAiFacts(row);
  if (isInvocation(row)) {
    const jobs = factsOf(row, job).map((fact) => ({
      ...fact,
      href: `/jobs/${encodeURIComponent(fact.value)}`,
    }));
    return [...factsOf(row, run), ...jobs, ...conversationFact(row)];
  }
  switch (row.itemType) {
    case 'traces':
      return factsOf(row, line);
    case 'exceptions':
      return [...factsOf(row, thrown), ...stackFact(row)];
    case 'requests':
      return [...factsOf(row, httpFacts), ...factsOf(row, run), ...errorFact(row)];
    case 'dependencies': {
      const kind = foreignKindOf(row);
      return kind === undefined ? [] : [...factsOf(row, callFacts[kind]), ...errorFact(row)];
    }
    default:
      return [];
  }
}

/** What was thrown, with its frames; its message is a fact of its own. */
function stackFact(row: Row): readonly RowFact[] {
  const { outerMessage: _message, ...rest } = row;
  const shown = exceptionText(rest);
  return shown === ''
    ? []
    : [{ label: 'stack', name: 'details', value: shown, shown, look: 'stack' }];
}
