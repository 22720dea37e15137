/** What is not seen, or turns the direction of what follows: in code it must be. */
const unseen =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** A value as indented JSON in which every character is seen; it is a literal of JavaScript, too. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(unseen, toEscape);
}

/** The same as a literal of Python. */
export function toPythonLiteral(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value !== 'object') return toJson(value);
  const deeper = `${indent}    `;
  const [open, end, items] = Array.isArray(value)
    ? (['[', ']', value.map((item) => toPythonLiteral(item, deeper))] as const)
    : ([
        '{',
        '}',
        Object.entries(value).map(
          ([name, item]) => `${toJson(name)}: ${toPythonLiteral(item, deeper)}`,
        ),
      ] as const);
  if (items.length === 0) return open + end;
  return `${open}\n${items.map((item) => `${deeper}${item},\n`).join('')}${indent}${end}`;
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
