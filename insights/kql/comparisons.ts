import { convert } from './convert.ts';
import { toRegex } from './regexes.ts';
import { compare, fold, isFilled, keyOf, type Value } from './values.ts';

/** A comparison of two values by the types of its sides. */
export type Comparison = (a: Value, b: Value) => Value;

const numbers = new Set(['long', 'int', 'real', 'decimal']);

/** What brings two values of different types to one: that of the side that is no text and no dynamic value. */
function toCommon(left: string, right: string): string | undefined {
  if (left === right || (numbers.has(left) && numbers.has(right))) return undefined;
  const weak = (type: string) =>
    type === 'dynamic' || type === 'unknown' ? 0 : type === 'string' ? 1 : 2;
  return weak(left) >= weak(right) ? left : right;
}

/** `==` of two types. Null equals nothing; null and null are neither equal nor not. */
export function equality(left: string, right: string): Comparison {
  const common = toCommon(left, right);
  const same = (a: Value, b: Value): Value => {
    if (a === null || b === null) return a === b ? null : false;
    return typeof a === 'object' || typeof b === 'object' ? keyOf(a) === keyOf(b) : a === b;
  };
  if (common === undefined) return same;
  return (a, b) => same(convert(a, left, common), convert(b, right, common));
}

/** `<` and its like of two types; null where a side is. */
export function ordering(
  left: string,
  right: string,
  holds: (order: number) => boolean,
): Comparison {
  const common = toCommon(left, right);
  const ordered = (a: Value, b: Value): Value => {
    if (a === null || b === null) return null;
    return Number.isNaN(a) || Number.isNaN(b) ? false : holds(compare(a, b));
  };
  if (common === undefined) return ordered;
  return (a, b) => ordered(convert(a, left, common), convert(b, right, common));
}

const isWordAt = (text: string, at: number) =>
  at >= 0 && at < text.length && /[\p{L}\p{N}]/u.test(text.charAt(at));

/** Whether a text holds a term whole, or begun (`end`) or ended (`begin`) by it where that side is free. */
function hasTerm(text: string, term: string, begin: boolean, end: boolean): boolean {
  if (term === '') return true;
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) {
    const begins = !begin || !isWordAt(text, at - 1) || !isWordAt(term, 0);
    const after = at + term.length;
    const ends = !end || !isWordAt(text, after) || !isWordAt(term, term.length - 1);
    if (begins && ends) return true;
  }
  return false;
}

const tests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  Has: (text, part) => hasTerm(text, part, true, true),
  HasPrefix: (text, part) => hasTerm(text, part, true, false),
  HasSuffix: (text, part) => hasTerm(text, part, false, true),
  Contains: (text, part) => text.includes(part),
  StartsWith: (text, part) => text.startsWith(part),
  EndsWith: (text, part) => text.endsWith(part),
};

/** The test of texts of an operator such as `NotHasPrefixCsExpression`; undefined when it is none. */
export function textTest(kind: string): ((text: string, part: string) => boolean) | undefined {
  if (kind === 'MatchesRegexExpression')
    return (text, pattern) => toRegex(pattern).matcher(text).find();
  if (kind === 'EqualTildeExpression') return (a, b) => fold(a) === fold(b);
  if (kind === 'BangTildeExpression') return (a, b) => fold(a) !== fold(b);
  const [, not, name = '', cased] = /^(Not)?(\w+?)(Cs)?Expression$/.exec(kind) ?? [];
  const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
  if (test === undefined) return undefined;
  const found = cased ? test : (text: string, part: string) => test(fold(text), fold(part));
  return not ? (text, part) => !found(text, part) : found;
}

/** Whether a text has any, or all, of some terms. */
export function hasTerms(text: string, terms: readonly Value[], mode: 'any' | 'all'): boolean {
  const has = (term: Value) => hasTerm(fold(text), fold(`${term ?? ''}`), true, true);
  return mode === 'any' ? terms.filter(isFilled).some(has) : terms.every(has);
}
