/** Whether a row, as JSON, says a text: in a column, a dimension or its name, in small or large letters. Always, for no text. */
export function holdsText(text: string): (json: string) => boolean {
  const wanted = text.toLowerCase();
  if (wanted === '') return () => true;
  // Most rows do not have it, and need not be parsed to know.
  const escaped = JSON.stringify(wanted).slice(1, -1);
  return (json) => json.toLowerCase().includes(escaped) && says(JSON.parse(json), wanted);
}

function says(value: unknown, wanted: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(wanted);
  if (typeof value === 'number') return String(value).includes(wanted);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((each) => says(each, wanted));
}
