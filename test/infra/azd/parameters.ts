import { read } from '../deployments.ts';

type Value = string | number | boolean | object;

const declared = [...read('infra/main.bicep').matchAll(/^param (\w+) (.+?)(?: =.*)?$/gm)];
const types = new Map(declared.map(([, name = '', type = '']) => [name, type]));
const { parameters } = JSON.parse(read('infra/main.parameters.json')) as {
  parameters: Record<string, { value: string }>;
};

/** The names that `azd env set` can give a value. */
export const variables = Object.values(parameters).map(({ value }) => value.slice(2, -1));

/**
 * The parameters that azd 1.32 sends for these variables, as its source reads infra/main.parameters.json: objects and arrays are
 * parsed as JSON; all else is put as it is into a text in JSON, so that quotes need a backslash; numbers and truth values are
 * then made of their texts. What no variable gives is left to the template. Throws where azd stops.
 */
export function resolveParameters(given: Readonly<Record<string, string>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { value }]) => {
      const text = given[value.slice(2, -1)];
      return text === undefined ? [] : [[name, toValue(types.get(name) ?? '', text)]];
    }),
  );
}

function toValue(type: string, text: string): Value {
  if (/^[A-Z]|\[\]$/.test(type)) return JSON.parse(text);
  const said: string = JSON.parse(`"${text}"`);
  // ParseBool and ParseInt of Go; a text that is neither is sent as it is, and Azure refuses it.
  if (type === 'bool' && /^(1|t|true|0|f|false)$/i.test(said)) return /^(1|t)/i.test(said);
  return /^int\b|^[\d |]+$/.test(type) && /^[+-]?\d+$/.test(said) ? Number(said) : said;
}
