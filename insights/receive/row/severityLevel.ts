const names = ['Verbose', 'Information', 'Warning', 'Error', 'Critical'];

/** The column's number, 0 to 4, of a severity by name or number; undefined for anything else. */
export function severityLevel(value: unknown): number | undefined {
  const level = typeof value === 'string' ? names.indexOf(value) : value;
  return typeof level === 'number' && level in names ? level : undefined;
}
