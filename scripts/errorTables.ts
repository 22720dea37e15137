import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, errorCodes, errorsWhere } from '../src/errors.ts';
import { errorMeanings } from './errorMeanings.ts';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));

/** A place outside the code with the table of errors: `text` stands where `part` matches in the file. */
export interface ErrorTable {
  readonly file: string;
  readonly part: RegExp;
  readonly text: string;
}

/** Every place that `npm run build` writes the table of errors into; a test compares them. */
export const errorTables: readonly ErrorTable[] = [
  { file: 'docs/api.md', part: /^\| code .*\n(?:\|.*\n)+/m, text: toMarkdown() },
  {
    file: 'infra/queries/alert-error-share.kql',
    part: /(?<=faultsOfCallers = dynamic\(\[)[^\]]*/,
    text: toKqlList(
      errorsWhere(({ fault, at }) => fault === 'caller' && at !== 'route' && at !== 'key'),
    ),
  },
];

/** The file with the table in its place; throws when the place is missing. */
export function withTable(content: string, { file, part, text }: ErrorTable): string {
  if (!part.test(content)) throw new Error(`${file} has no place for the table of errors.`);
  return content.replace(part, () => text);
}

function toMarkdown(): string {
  const codes = Object.keys(errorCodes) as ErrorCode[];
  const rows = [['code', 'status', 'when', 'on the queue'], ...codes.map(toRow)];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('');
}

function toRow(code: ErrorCode): string[] {
  const { status, queue, at } = errorCodes[code];
  const isSent = at !== 'queue' && at !== 'caller';
  const isOnQueue = at !== 'job' && at !== 'caller' && at !== 'route' && at !== 'key';
  return [
    `\`${code}\``,
    isSent ? `${status}` : '',
    errorMeanings[code],
    isOnQueue ? { retry: 'again', later: 'put off', failed: 'failed' }[queue] : '',
  ];
}

/** Five per line, as in the query's file. */
function toKqlList(codes: readonly ErrorCode[]): string {
  const quoted = codes.map((code) => `"${code}"`);
  const lines = quoted.flatMap((_, at) =>
    at % 5 === 0 ? [`\n    ${quoted.slice(at, at + 5).join(', ')}`] : [],
  );
  return lines.join(',');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const table of errorTables) {
    const path = join(root, table.file);
    await writeFile(path, withTable(await readFile(path, 'utf8'), table));
  }
}
