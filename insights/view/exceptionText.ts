import type { Row } from '../row.ts';

/**
 * What an exception says and where it comes from, as text: its message, then each error of `details` with its frames, which
 * come as a stack or as a parsed one (https://learn.microsoft.com/azure/azure-monitor/reference/tables/appexceptions).
 */
export function exceptionText({ outerMessage, details }: Row): string {
  const said = outerMessage ?? '';
  const parts = toList(details).map((detail) => {
    const { typeName, type, message, stack, rawStack, parsedStack } = detail;
    const frames = text(stack) || text(rawStack) || toFrames(parsedStack);
    const head = [text(typeName) || text(type), text(message)].filter((part) => part !== '');
    return frames.startsWith('  ') || frames === '' ? [head.join(': '), frames].join('\n') : frames;
  });
  return [said, ...parts]
    .map((part) => part.trim())
    .filter(isOnce)
    .join('\n\n');
}

/** The objects in a list, or in the JSON of one. */
function toList(details: unknown): readonly Record<string, unknown>[] {
  const value = typeof details === 'string' ? parse(details) : details;
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each) : [];
}

function toFrames(parsedStack: unknown): string {
  return toList(parsedStack)
    .map(({ method, fileName, line }) => {
      const place = `${text(fileName) || '?'}:${typeof line === 'number' ? line : '?'}`;
      return `    at ${text(method) || '?'} (${place})`;
    })
    .join('\n');
}

function isOnce(part: string, index: number, all: readonly string[]): boolean {
  return part !== '' && all.indexOf(part) === index;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
