import { compile, nameOf } from './expressions.ts';
import type { Environment, NamedRelation, UserFunction } from './relation.ts';
import { KqlError, part, type Syntax } from './syntax.ts';
import type { Value } from './values.ts';

/** What the `let` statements of a query or of a function's body name, beside what is named already. Values and tables are made when first asked for, once. */
export function runStatements(statements: readonly Syntax[], outer: Environment): Environment {
  const values = new Map<string, () => Value>(outer.values);
  const relations = new Map<string, NamedRelation>(outer.relations);
  const functions = new Map<string, UserFunction>(outer.functions);
  const environment: Environment = { ...outer, values, relations, functions };
  for (const statement of statements) {
    if (statement.kind === 'ExpressionStatement') continue;
    if (statement.kind !== 'LetStatement') {
      throw new KqlError(
        'unsupported',
        `The statement ${statement.text.split(/\s/)[0]}`,
        statement.start,
      );
    }
    const name = nameOf(part(statement, 'Name'));
    const expression = part(statement, 'Expression');
    values.delete(name);
    relations.delete(name);
    functions.delete(name);
    // What it names is not known to itself, and a later `let` of a function's body may name it anew.
    const known: Environment = {
      ...environment,
      values: new Map(values),
      relations: new Map(relations),
      functions: new Map(functions),
    };
    if (expression.kind === 'FunctionDeclaration') {
      functions.set(name, { declaration: expression, environment: known });
    } else if (expression.columns !== undefined) {
      relations.set(name, {
        get: once(() => known.relationOf(expression, known)),
        syntax: expression,
        environment: () => known,
      });
    } else {
      values.set(
        name,
        once(() => compile(expression, { columns: [], environment: known })([])),
      );
    }
  }
  return environment;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
