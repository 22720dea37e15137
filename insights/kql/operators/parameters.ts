import { listOf, type Syntax } from '../syntax.ts';

/** A parameter of an operator, as in `join kind=inner`; undefined when it is not there. */
export function parameterOf(operator: Syntax, name: string): string | undefined {
  const found = listOf(operator, 'Parameters').find(({ parts }) => parts.Name?.text === name);
  return found?.parts.Expression?.text;
}
