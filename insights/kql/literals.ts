import { parseDatetime, parseTimespan } from './format.ts';
import { KqlError, type Syntax } from './syntax.ts';
import type { Value } from './values.ts';

const inner = (text: string) =>
  (/^\s*~?[a-z]+\s*\(\s*([\s\S]*?)\s*\)\s*$/i.exec(text)?.[1] ?? text).replace(
    /^(["'])([\s\S]*)\1$/,
    '$2',
  );

/** The value of a literal; undefined when the syntax is none. */
export function literalOf(syntax: Syntax): Value | undefined {
  const { kind, text } = syntax;
  switch (kind) {
    case 'StringLiteralExpression':
    case 'CompoundStringLiteralExpression':
      return syntax.literal ?? '';
    case 'LongLiteralExpression':
    case 'IntLiteralExpression':
    case 'RealLiteralExpression':
    case 'DecimalLiteralExpression':
      return toNumber(inner(text), syntax);
    case 'BooleanLiteralExpression':
      return /^null$/i.test(inner(text)) ? null : /^(?:true|1)$/i.test(inner(text));
    case 'TimespanLiteralExpression':
      return required(parseTimespan(inner(text)), syntax);
    case 'DateTimeLiteralExpression':
      return required(parseDatetime(inner(text)), syntax);
    case 'GuidLiteralExpression':
      return /^null$/i.test(inner(text)) ? null : inner(text).toLowerCase();
    case 'NullLiteralExpression':
      return null;
    case 'DynamicExpression':
      return toDynamicLiteral(syntax);
    default:
      return undefined;
  }
}

function toNumber(text: string, of: Syntax): number | null {
  if (/^null$/i.test(text)) return null;
  const named: Readonly<Record<string, number>> = {
    '+inf': Infinity,
    inf: Infinity,
    '-inf': -Infinity,
    nan: Number.NaN,
  };
  const number = named[text.toLowerCase()] ?? Number(text.replace(/^([-+])\s+/, '$1'));
  if (Number.isNaN(number) && !/^nan$/i.test(text))
    throw new KqlError('value', `${of.text} is no number.`, of.start);
  return number;
}

function required(value: number | null, of: Syntax): number | null {
  if (value !== null || /\bnull\b/i.test(of.text)) return value;
  throw new KqlError('value', `${of.text} is no ${of.type}.`, of.start);
}

/** JSON, with texts in single quotes as KQL takes them. */
function toDynamicLiteral(of: Syntax): Value {
  const text = /^\s*dynamic\s*\(([\s\S]*)\)\s*$/i.exec(of.text)?.[1]?.trim() ?? of.text;
  const json = text.replace(/"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'/g, (found, single?: string) =>
    single === undefined ? found : JSON.stringify(single.replace(/\\'/g, "'")),
  );
  try {
    return JSON.parse(json) as Value;
  } catch {
    throw new KqlError('unsupported', `dynamic(${text.slice(0, 60)}), which is no JSON,`, of.start);
  }
}
