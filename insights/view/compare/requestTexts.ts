import type { Asked } from '../again/asked.ts';
import { withoutDataUrls } from '../messages/mediaText.ts';
import { toParts } from '../messages/parts.ts';
import { fields, list, toText as toIndented } from '../messages/recorded.ts';

/** A text and what it is. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** A longer history is compared from its start. */
const mostMessages = 200;

/** What was asked, by name: the parameters, then each message by its place. */
export function requestTexts({ by, api, request }: Asked): readonly NamedText[] {
  const { messages, input, stream: _, stream_options: __, ...parameters } = request;
  const said = api === 'responses' ? input : messages;
  const one = typeof said === 'string' ? [said] : [];
  return [
    { name: 'door', text: `${api === 'responses' ? 'responses' : 'chat completions'}, ${by}` },
    ...Object.entries(parameters).map(([name, value]) => ({ name, text: toText(value) })),
    ...[...one, ...list(said)].slice(0, mostMessages).map((message, index) => ({
      name: `message ${index + 1}`,
      text: toMessageText(message),
    })),
  ];
}

function toMessageText(message: unknown): string {
  if (typeof message === 'string') return `user: ${message}`;
  const { role, content, ...rest } = fields(message);
  const isSaid = typeof content === 'string' || Array.isArray(content);
  const texts = isSaid ? toParts(message).map(({ text }) => text) : [];
  const others = Object.keys(rest).length > 0 ? [toText(rest)] : [];
  return `${typeof role === 'string' ? role : 'item'}: ${[...texts, ...others].join('\n')}`;
}

function toText(value: unknown): string {
  return withoutDataUrls(toIndented(value));
}
