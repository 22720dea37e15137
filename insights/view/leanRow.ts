import { formatCount } from '../format.ts';
import type { Row } from '../row.ts';
import { toExcerpt } from './excerpt.ts';

/** Content: it is told in full elsewhere, or not at all. */
const content =
  /^gen_ai\.(input\.messages|output\.messages|system_instructions|tool\.definitions)$/;

/** A row to be read by a person or a model: without content, and with the first characters of what is long. */
export function toLeanRow({ genAi: _, ...row }: Row): object {
  const short = ([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? toShort(value) : value,
  ];
  const dimensions = Object.entries(row.customDimensions).filter(([name]) => !content.test(name));
  return {
    ...Object.fromEntries(Object.entries(row).map(short)),
    customDimensions: Object.fromEntries(dimensions.map(short)),
  };
}

/** The first characters of a text, and how many more there are. */
export function toShort(text: string): string {
  const { text: shown, left } = toExcerpt(text);
  return left === 0 ? shown : `${shown}… [${formatCount(left)} more characters]`;
}
