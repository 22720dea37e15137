/** A model's name without the words that it begins with as the other's does: `gpt-4o-mini` after `gpt-4o` is `4o-mini`. */
export function toShortName(name: string, other: string): string {
  const words = name.split('-');
  const others = other.split('-');
  const differs = words.findIndex((word, index) => word !== others[index]);
  const same = differs < 0 ? words.length : differs;
  return words.slice(Math.min(same, others.length - 1, words.length - 1)).join('-');
}
