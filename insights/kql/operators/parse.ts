import { convert } from '../convert.ts';
import { compile, nameOf } from '../expressions.ts';
import { toText } from '../format.ts';
import { literalOf } from '../literals.ts';
import { toRegex } from '../regexes.ts';
import { collect, type Relation } from '../relation.ts';
import { KqlError, listOf, part, type Syntax } from '../syntax.ts';
import { emptyOf, type Value } from '../values.ts';
import { scopeOf } from './columns.ts';
import type { Operator, Step } from './operator.ts';
import { parameterOf } from './parameters.ts';

interface Pattern {
  readonly text: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** `parse`: columns out of a text, by the texts around them; where they do not fit, the columns are empty. */
export const parse: Operator = (input, step) => parseRows(input, step, false);

/** `parse-where`: the same, without the rows that do not fit. */
export const parseWhere: Operator = (input, step) => parseRows(input, step, true);

function parseRows(
  input: Relation,
  { syntax, declared, environment }: Step,
  drops: boolean,
): Relation {
  const kind = parameterOf(syntax, 'kind') ?? 'simple';
  if (!['simple', 'relaxed', 'regex'].includes(kind))
    throw new KqlError('unsupported', `parse kind=${kind}`, syntax.start);
  const source = part(syntax, 'Expression');
  const of = compile(source, scopeOf(input, environment));
  const { text, columns: found } = toPattern(listOf(syntax, 'Patterns'), kind === 'regex');
  const regex = toRegex(text);
  const isStrict = kind !== 'relaxed';
  const read = (value: string): readonly Value[] | undefined => {
    const matcher = regex.matcher(value);
    if (!matcher.find()) return undefined;
    const values = found.map(({ type }, at) =>
      convert(matcher.group(at + 1) ?? '', 'string', type),
    );
    return isStrict && values.includes(null) ? undefined : values;
  };
  const columns = declared.filter(
    ({ name }) =>
      found.some((each) => each.name === name) ||
      input.columns.some((column) => column.name === name),
  );
  const places = columns.map(({ name }) => ({
    found: found.findIndex((each) => each.name === name),
    place: input.columns.findIndex((column) => column.name === name),
  }));
  const empty = found.map(({ type }) => emptyOf(type));
  const rows = collect(environment, input.rows, (row, add) => {
    const values = read(toText(of(row), source.type));
    if (values === undefined && drops) return;
    const known = values ?? empty;
    add(
      places.map(({ found, place }) =>
        found === -1 ? (row[place] ?? null) : (known[found] ?? null),
      ),
    );
  });
  return { columns, rows };
}

/** A regular expression with a group for each column. */
function toPattern(patterns: readonly Syntax[], isRegex: boolean): Pattern {
  const columns: { name: string; type: string }[] = [];
  const parts = patterns.map((each, at) => {
    const isLast = at === patterns.length - 1;
    const literal = literalOf(each);
    if (typeof literal === 'string') return isRegex ? `(?:${literal})` : escaped(literal);
    if (each.kind === 'StarExpression') return isLast ? '.*' : '.*?';
    const isTyped = each.kind === 'NameAndTypeDeclaration';
    const type = isTyped ? part(each, 'Type').text.trim() : 'string';
    columns.push({
      name: nameOf(isTyped ? part(each, 'Name') : each),
      type: { double: 'real', date: 'datetime', time: 'timespan', boolean: 'bool' }[type] ?? type,
    });
    return isLast ? '(.*)' : '(.*?)';
  });
  return { text: `(?s)^${parts.join('')}$`, columns };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
