import type { Bound, Row, Table } from './benchmark.ts';
import { median } from './statistics.ts';
import { moved, verdict } from './verdict.ts';

/** A table as docs/benchmarks.md and the terminal show it, with the time of its reference loop. */
export function toMarkdown(table: Table): string {
  const { title, columns, rows } = table;
  const isJudged = rows.some(({ judged }) => judged !== undefined);
  const lines = [
    [...columns, ...(isJudged ? ['bound', ''] : [])],
    ...rows.map((row) => [...row.cells, ...(isJudged ? judgement(row, table) : [])]),
  ];
  return [`**${title}**`, layOut(lines), referenceLine(table)].filter(Boolean).join('\n\n');
}

function judgement(row: Row, table: Table): readonly string[] {
  const bound = row.judged?.bound;
  return [bound === undefined ? '' : toText(bound), verdict(row, table) ?? ''];
}

function toText({ atMost, atLeast, unit }: Bound): string {
  const [sign, limit] = atMost === undefined ? ['≥', atLeast] : ['≤', atMost];
  return `${sign} ${limit?.toLocaleString('en')}${unit === undefined ? '' : ` ${unit}`}`;
}

function layOut([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function referenceLine(table: Table): string {
  const { reference, rows } = table;
  if (reference.length === 0) return '';
  const [low, high] = [Math.min(...reference), Math.max(...reference)];
  const times = `Reference loop ${median(reference).toFixed(1)} ms (${low.toFixed(1)} to ${high.toFixed(1)}).`;
  const refused = rows.some((row) => verdict(row, table) === 'refused');
  return refused
    ? `${times} No verdict: it moved by ${(moved(table) * 100).toFixed(0)} % from one half of the run to the other, so the machine was not quiet.`
    : times;
}
