import type { Asked } from '../asked.ts';
import { toJson } from '../literals.ts';
import type { Place } from './place.ts';

/** A request as a command of a POSIX shell. */
export function toCurl({ by, request, conversation }: Asked, { base, path, key }: Place): string {
  return [
    `curl ${by === 'stream' ? '-N ' : ''}${quote(base + path)}`,
    `-H 'content-type: application/json'`,
    ...(key === 'function' ? ['-H "x-functions-key: $CALLSPAN_KEY"'] : []),
    ...(key === 'caller' ? ['-H "Authorization: Bearer $CALLSPAN_API_KEY"'] : []),
    ...(conversation === undefined ? [] : [`-H ${quote(`x-conversation-id: ${conversation}`)}`]),
    `--data-raw ${quote(toJson(request))}\n`,
  ].join(' \\\n  ');
}

/** A text in single quotes, in which nothing means anything else. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
