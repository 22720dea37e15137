import { compile, type Evaluate, nameOf, type Scope } from './expressions.ts';
import { literalOf } from './literals.ts';
import type { Environment, Relation, UserFunction } from './relation.ts';
import { runStatements } from './statements.ts';
import { KqlError, listOf, part, type Syntax } from './syntax.ts';
import type { Row, Value } from './values.ts';

/** A call of a function that the query declares, for a value: its body is read once, and run for each row. */
export function callUser(user: UserFunction, given: readonly Syntax[], scope: Scope): Evaluate {
  const body = part(user.declaration, 'Body');
  let current: Row = [];
  const environment = bind(user, given, scope, () => current);
  const inner = runStatements(listOf(body, 'Statements'), environment);
  const evaluate = compile(part(body, 'Expression'), { columns: [], environment: inner });
  return (row) => {
    const before = current;
    current = row;
    const value = evaluate([]);
    current = before;
    return value;
  };
}

/** A call that gives a table. */
export function callUserTable(
  user: UserFunction,
  given: readonly Syntax[],
  scope: Scope,
): Relation {
  const body = part(user.declaration, 'Body');
  const environment = runStatements(
    listOf(body, 'Statements'),
    bind(user, given, scope, () => []),
  );
  return environment.relationOf(part(body, 'Expression'), environment);
}

/** Gives the parameters of a call their values. */
function bind(
  user: UserFunction,
  given: readonly Syntax[],
  scope: Scope,
  row: () => Row,
): Environment {
  const values = new Map<string, () => Value>(user.environment.values);
  const relations = new Map(user.environment.relations);
  const parameters = listOf(user.declaration, 'Parameters', 'Parameters');
  for (const [at, parameter] of parameters.entries()) {
    const declared = part(parameter, 'NameAndType');
    const name = nameOf(part(declared, 'Name'));
    const argument = given[at];
    if (part(declared, 'Type').kind === 'SchemaTypeExpression') {
      if (argument === undefined)
        throw new KqlError('type', `The table ${name} is missing.`, parameter.start);
      const { environment } = scope;
      relations.set(name, {
        get: () => environment.relationOf(argument, environment),
        syntax: argument,
        environment: () => environment,
      });
      continue;
    }
    const standard =
      parameter.parts.DefaultValue?.parts.Value ?? parameter.parts.DefaultValue?.parts.Expression;
    const source = argument ?? standard;
    if (source === undefined)
      throw new KqlError('type', `The value ${name} is missing.`, parameter.start);
    const literal = literalOf(source);
    const evaluate = literal === undefined ? compile(source, scope) : () => literal;
    values.set(name, () => evaluate(row()));
  }
  return { ...user.environment, values, relations };
}
