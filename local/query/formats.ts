/** A result, as the query API has it. */
export interface Table {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A cell wider than this is cut, so that a row stays a line. */
const widest = 60;
const numbers = new Set(['int', 'long', 'real', 'decimal', 'timespan']);

/** How a result is printed. */
export const formats = { table: toTable, json: toJson, csv: toCsv } as const;

/** Whether a text names a format. */
export function isFormat(name: string): name is keyof typeof formats {
  return Object.hasOwn(formats, name);
}

/** Columns side by side, numbers to the right, long texts cut; without what would move the cursor. */
function toTable({ columns, rows }: Table): string {
  const cells = rows.map((row) => row.map(toCell));
  const widths = columns.map(({ name }, at) =>
    Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return numbers.has(columns[at]?.type ?? '') ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const heads = [
    line(columns.map(({ name }) => name)),
    line(widths.map((width) => '-'.repeat(width))),
  ];
  const count = rows.length === 1 ? '1 row' : `${rows.length} rows`;
  return [...heads, ...cells.map(line), '', count].join('\n');
}

function toCell(value: unknown): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  const text = `${value ?? ''}`.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}

/** A list of objects; dynamic values are values. */
function toJson({ columns, rows }: Table): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map(({ name, type }, at) => [name, toValue(row[at], type)])),
  );
  return JSON.stringify(objects, undefined, 2);
}

function toValue(value: unknown, type: string): unknown {
  if (type !== 'dynamic' || typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** As RFC 4180 has it. */
function toCsv({ columns, rows }: Table): string {
  const field = (value: unknown) => {
    const text = `${value ?? ''}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns.map(({ name }) => name), ...rows]
    .map((row) => row.map(field).join(','))
    .join('\r\n');
}
