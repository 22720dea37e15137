import { aggregates } from './aggregates.ts';
import { compile, type Evaluate, nameOf, type Scope } from './expressions.ts';
import { toDynamic } from './format.ts';
import { functions } from './functions/functions.ts';
import { literalOf } from './literals.ts';
import { nearest } from './nearest.ts';
import { rowFunction } from './rowFunctions.ts';
import { KqlError, listOf, part, type Syntax } from './syntax.ts';
import { callUser } from './userFunctions.ts';
import type { Value } from './values.ts';

/** A call: of a function of the query, of one that looks at more than its arguments, of one from the tables. */
export function compileCall(syntax: Syntax, scope: Scope): Evaluate {
  const name = nameOf(part(syntax, 'Name'));
  const given = listOf(syntax, 'ArgumentList', 'Expressions');
  const user = scope.environment.functions.get(name);
  if (user !== undefined) return callUser(user, given.map(argumentOf), scope);
  const special =
    specialCall(name, given, syntax, scope) ?? rowFunction(name, given, scope, compile);
  if (special !== undefined) return special;
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known === undefined) throw unknownFunction(name, syntax);
  const types = given.map((each) => (each.kind === 'TypeOfLiteralExpression' ? 'type' : each.type));
  const call = known.of(types) as (...values: readonly Value[]) => Value;
  const parts = given.map((each) =>
    each.kind === 'TypeOfLiteralExpression' ? typeOf(each) : compile(each, scope),
  );
  return withArguments(call, parts, known.takesNull === true);
}

function withArguments(
  call: (...values: readonly Value[]) => Value,
  parts: readonly Evaluate[],
  takesNull: boolean,
): Evaluate {
  const [first, second] = parts;
  if (parts.length === 1 && first !== undefined) {
    if (takesNull) return (row) => call(first(row));
    return (row) => {
      const value = first(row);
      return value === null ? null : call(value);
    };
  }
  if (parts.length === 2 && first !== undefined && second !== undefined && !takesNull) {
    return (row) => {
      const [a, b] = [first(row), second(row)];
      return a === null || b === null ? null : call(a, b);
    };
  }
  return (row) => {
    const values = parts.map((part) => part(row));
    return !takesNull && values.includes(null) ? null : call(...values);
  };
}

/** `typeof(long)` as an argument: the name of the type. */
function typeOf({ items, parts }: Syntax): Evaluate {
  const type = (parts.Types?.items ?? items)[0]?.text ?? 'dynamic';
  const name =
    { double: 'real', date: 'datetime', time: 'timespan', boolean: 'bool' }[type] ?? type;
  return () => name;
}

/** An argument, without the name that it may have. */
function argumentOf(argument: Syntax): Syntax {
  return argument.kind === 'SimpleNamedExpression' ? part(argument, 'Expression') : argument;
}

/** Calls that look at more than the values of their arguments. */
function specialCall(
  name: string,
  given: readonly Syntax[],
  syntax: Syntax,
  scope: Scope,
): Evaluate | undefined {
  const { environment, columns } = scope;
  const compiled = () => given.map((each) => compile(each, scope));
  const toResult = (each: Syntax): Evaluate => {
    const value = compile(each, scope);
    return syntax.type === each.type || syntax.type !== 'dynamic'
      ? value
      : (row) => toDynamic(value(row), each.type);
  };
  switch (name) {
    case 'now':
    case 'ago': {
      const [span] = compiled();
      const sign = name === 'ago' ? -1 : 1;
      return () => environment.now + sign * Number(span?.([]) ?? 0);
    }
    case 'iff':
    case 'iif':
    case 'case': {
      const parts = given.map((each, at) =>
        at % 2 === 0 && at < given.length - 1 ? compile(each, scope) : toResult(each),
      );
      return (row) => {
        for (let at = 0; at + 1 < parts.length; at += 2) {
          if (parts[at]?.(row) === true) return parts[at + 1]?.(row) ?? null;
        }
        return parts.at(-1)?.(row) ?? null;
      };
    }
    case 'coalesce': {
      const parts = given.map(toResult);
      const isText = syntax.type === 'string';
      return (row) => {
        for (const each of parts) {
          const value = each(row);
          if (value !== null && (!isText || value !== '')) return value;
        }
        return isText ? '' : null;
      };
    }
    case 'column_ifexists':
    case 'columnifexists': {
      const [wanted, otherwise] = given;
      const column = wanted && literalOf(wanted);
      const at = columns.findIndex((each) => each.name === column);
      return at === -1 && otherwise ? compile(otherwise, scope) : (row) => row[at] ?? null;
    }
    case 'pack_all': {
      return (row) =>
        Object.fromEntries(
          columns.map(({ name, type }, at) => [name, toDynamic(row[at] ?? null, type)]),
        );
    }
    case 'new_guid':
      return () => crypto.randomUUID();
    default:
      return undefined;
  }
}

function unknownFunction(name: string, { start }: Syntax): KqlError {
  if (Object.hasOwn(aggregates, name))
    return new KqlError('unsupported', `The aggregate ${name}() outside of summarize`, start);
  const near = nearest(name, Object.keys(functions));
  const error = new KqlError('unsupported', `The function ${name}()`, start);
  if (near !== undefined) error.message += ` ${near}() is.`;
  return error;
}
