/**
 * The JSON of a value from JSON, at any depth: `JSON.stringify` throws at a depth of some thousands, which fits
 * into a queue message.
 */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return writeDeep(value);
  }
}

interface Open {
  readonly parts: IterableIterator<readonly [key: string | undefined, part: unknown]>;
  readonly end: ']' | '}';
}

function writeDeep(value: unknown): string {
  const written: string[] = [];
  const open: Open[] = [];
  const write = (part: unknown) => {
    if (Array.isArray(part)) {
      written.push('[');
      open.push({ parts: part.map((item) => [undefined, item] as const).values(), end: ']' });
    } else if (typeof part === 'object' && part !== null) {
      written.push('{');
      open.push({ parts: Object.entries(part).values(), end: '}' });
    } else written.push(JSON.stringify(part) ?? 'null');
  };
  write(value);
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    const { done, value: next } = inner.parts.next();
    if (done) {
      written.push(inner.end);
      open.pop();
      continue;
    }
    const [key, part] = next;
    if (!/[[{]$/.test(written.at(-1) ?? '')) written.push(',');
    if (key !== undefined) written.push(`${JSON.stringify(key)}:`);
    write(part);
  }
  return written.join('');
}
