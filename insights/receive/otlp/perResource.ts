import type { Item } from '../parseItem.ts';
import { type Fields, fields, list } from '../untrusted.ts';
import { toAttributes } from './keyValues.ts';
import { resourceTags } from './resourceTags.ts';

/** What an export request held: items, and a reason for each span, record or point that was none. */
export interface Exported {
  readonly items: readonly Item[];
  readonly rejected: readonly string[];
}

/** Reads one span, record or metric, with the tags of its resource. */
export type ReadOne = (sent: unknown, resource: Fields) => Exported;

/**
 * Reads a request of OTLP, which has resources, scopes and what they sent, each in a list of its own name. The scope is
 * in no column, as with the Azure Monitor exporter.
 */
export function perResource(
  request: unknown,
  names: { readonly resources: string; readonly scopes: string; readonly sent: string },
  readOne: ReadOne,
): Exported {
  const found = list(fields(request)[names.resources]).flatMap((part) => {
    const tags = resourceTags(toAttributes(fields(fields(part).resource).attributes));
    const scopes = list(fields(part)[names.scopes]).map(fields);
    return scopes.flatMap((scope) => list(scope[names.sent]).map((sent) => readOne(sent, tags)));
  });
  return {
    items: found.flatMap(({ items }) => items),
    rejected: found.flatMap(({ rejected }) => rejected),
  };
}
