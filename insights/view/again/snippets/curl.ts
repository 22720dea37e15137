import type { Asked } from '../asked.ts';
import { toJson } from '../literals.ts';
import type { Place } from './place.ts';

/** A request as a command of a POSIX shell. */
export function toCurl(
  { by, request, conversation }: Asked,
  { base, path, wantsKey }: Place,
): string {
  return [
    `curl ${by === 'stream' ? '-N ' : ''}${quote(base + path)}`,
    `-H 'content-type: application/json'`,
    ...(wantsKey ? ['-H "x-functions-key: $CALLSPAN_KEY"'] : []),
    ...(conversation === undefined ? [] : [`-H ${quote(`x-conversation-id: ${conversation}`)}`]),
    `--data-raw ${quote(toJson(request))}\n`,
  ].join(' \\\n  ');
}

/** A text in single quotes, in which nothing means anything else. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
