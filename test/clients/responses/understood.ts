import type { Item } from './itemEvents.ts';

/** What a provider keeps of a conversation: each request it got, with the items that it answered. */
export interface Exchange {
  readonly body: string;
  readonly output: readonly Item[];
}

interface Body {
  readonly input: string | readonly Item[];
  readonly previous_response_id?: string;
}

/**
 * The conversation that the last request tells of, as a provider understands it that kept all before: references resolved,
 * without what clients may write in different ways.
 */
export function understood(exchanges: readonly Exchange[]): unknown[] {
  const stored = new Map(exchanges.flatMap(({ output }) => output.map((item) => [item.id, item])));
  return conversation(exchanges, exchanges.length - 1)
    .map((item) => (item.type === 'item_reference' ? stored.get(item.id) : item) ?? item)
    .filter(({ role }) => role !== 'system' && role !== 'developer')
    .map(toUnderstood);
}

function conversation(exchanges: readonly Exchange[], at: number): readonly Item[] {
  const { input, previous_response_id: previous }: Body = JSON.parse(exchanges[at]?.body ?? '{}');
  const given =
    typeof input === 'string' ? [{ type: 'message', role: 'user', content: input }] : input;
  if (previous === undefined) return given;
  const before = Number(previous.replace('resp_', ''));
  return [...conversation(exchanges, before), ...(exchanges[before]?.output ?? []), ...given];
}

function toUnderstood({ type, ...item }: Item): object {
  switch (type) {
    case 'function_call':
      return { call: item.call_id, given: JSON.parse(`${item.arguments}`) };
    case 'function_call_output':
      return { of: item.call_id, text: toText(item.output) };
    case 'reasoning':
      return { thought: item.encrypted_content };
    case 'message':
    case undefined:
      return { role: item.role, text: toText(item.content) };
    default:
      return { type, ...item };
  }
}

/** The text of a content, which is one or has parts. */
export function toText(content: unknown): string {
  const parts = content as string | readonly { readonly text: string }[];
  return typeof parts === 'string' ? parts : parts.map(({ text }) => text).join('');
}
