import type { TryRequest } from '../../../api.ts';
import type { Draft } from '../draft.ts';
import { type Fields, isRecord } from '../fields.ts';

type Taken = Partial<Draft>;

/** Reads one field of a request: what it gives to the composer, and what is left of it for the other fields. */
type Take = (value: unknown) => { readonly draft: Taken; readonly left?: unknown } | undefined;

const text =
  (name: 'model' | 'system' | 'effort'): Take =>
  (value) =>
    typeof value === 'string' ? { draft: { [name]: value } } : undefined;
const number =
  (name: 'temperature' | 'topP' | 'maxTokens' | 'seed'): Take =>
  (value) =>
    typeof value === 'number' ? { draft: { [name]: `${value}` } } : undefined;

const stop: Take = (value) => {
  const lines = typeof value === 'string' ? [value] : value;
  const areLines =
    Array.isArray(lines) &&
    lines.every((line) => typeof line === 'string' && line !== '' && !line.includes('\n'));
  return areLines ? { draft: { stop: lines.join('\n') } } : undefined;
};

const format: Take = (value) => {
  if (!isRecord(value)) return undefined;
  const { type, json_schema, ...beside } = value;
  if (type === 'text') return { draft: {} };
  if (type === 'json_object') return { draft: { format: type } };
  const named = json_schema ?? beside; // in a response the schema stands beside the type
  const isNamed = isRecord(named) && typeof named.name === 'string' && isRecord(named.schema);
  if (type !== 'json_schema' || !isNamed) return undefined;
  return { draft: { format: type, schema: JSON.stringify(named, null, 2) } };
};

/** A field within a field; what stands beside it is left. */
const within =
  (name: string, take: Take): Take =>
  (value) => {
    if (!isRecord(value)) return undefined;
    const { [name]: inner, ...beside } = value;
    const taken = inner === undefined ? { draft: {} } : take(inner);
    const left = Object.keys(beside).length === 0 ? undefined : beside;
    return taken && { draft: taken.draft, left };
  };

const both: Readonly<Record<string, Take>> = {
  model: text('model'),
  temperature: number('temperature'),
  top_p: number('topP'),
};

const takes: Readonly<Record<'chat' | 'responses', Readonly<Record<string, Take>>>> = {
  chat: {
    ...both,
    max_tokens: number('maxTokens'),
    max_completion_tokens: number('maxTokens'),
    seed: number('seed'),
    reasoning_effort: text('effort'),
    stop,
    response_format: format,
  },
  responses: {
    ...both,
    instructions: text('system'),
    max_output_tokens: number('maxTokens'),
    reasoning: within('effort', text('effort')),
    text: within('format', format),
  },
};

/** The fields of a request that the composer has, and all others. A field that is null is not there. */
export function takeFields(
  request: Fields,
  api: TryRequest['api'],
): { readonly draft: Taken; readonly other: Fields } {
  let draft: Taken = {};
  const other: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(request)) {
    if (value === null) continue;
    const known = takes[api ?? 'chat'];
    const taken = Object.hasOwn(known, name) ? known[name]?.(value) : undefined;
    draft = { ...draft, ...taken?.draft };
    const left = taken === undefined ? value : taken.left;
    if (left !== undefined) other[name] = left;
  }
  return { draft, other };
}
