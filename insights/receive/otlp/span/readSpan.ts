import type { Fields } from '../../untrusted.ts';
import type { Exported } from '../perResource.ts';
import { parseSpan } from './parseSpan.ts';
import { spanEventItem } from './spanEventItem.ts';
import { spanItem } from './spanItem.ts';

/** The items of a span: its own, and one for each event. */
export function readSpan(sent: unknown, resource: Fields): Exported {
  const span = parseSpan(sent);
  if (typeof span === 'string') return { items: [], rejected: [span] };
  const events = span.events.map((event) => spanEventItem(event, span, resource));
  return { items: [spanItem(span, resource), ...events], rejected: [] };
}
