/** Lines of cells side by side, the first being heads; `right` are the places of numbers. */
export function toTable(lines: readonly (readonly string[])[], right: readonly number[]): string {
  const [heads = []] = lines;
  const widths = heads.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => {
          const width = widths[at] ?? 0;
          return right.includes(at) ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
