import type { Asked } from './asked.ts';
import { toCurl } from './snippets/curl.ts';
import { toNode } from './snippets/node.ts';
import { type AskedApp, placeOf } from './snippets/place.ts';
import { toPython } from './snippets/python.ts';

const forms = { curl: toCurl, node: toNode, python: toPython } as const;

/**
 * A request as something to run: a command of a POSIX shell, or a program with OpenAI's client. It never holds a key. A message on
 * the queue becomes a job by HTTP.
 */
export function toSnippet(form: keyof typeof forms, asked: Asked, app: AskedApp): string {
  return forms[form](asked, placeOf(asked, app));
}
