/** A text in a fence of Markdown that is longer than any run of backticks in it, so that it cannot end the fence; '' for no text. */
export function fence(text: string, language = ''): string {
  if (text === '') return '';
  const runs = text.match(/`{3,}/g) ?? [];
  const ticks = '`'.repeat(runs.reduce((most, { length }) => Math.max(most, length + 1), 3));
  return `${ticks}${language}\n${text}\n${ticks}`;
}
