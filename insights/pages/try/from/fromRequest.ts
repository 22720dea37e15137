import type { TryRequest } from '../../../api.ts';
import type { Message } from '../chat.ts';
import { type Draft, noDraft } from '../draft.ts';
import { type Fields, isRecord } from '../fields.ts';
import type { Given } from './given.ts';
import { takeFields } from './takeFields.ts';

/** A whole request as the fields of a chat: what has no field of its own is among the other fields, and nothing is left out. */
export function fromRequest(request: Fields): Given {
  const { messages, input, stream: _, stream_options: __, ...rest } = request;
  const api: TryRequest['api'] = messages === undefined ? 'responses' : undefined;
  const said = typeof input === 'string' ? [{ role: 'user', content: input }] : (messages ?? input);
  const { draft, other } = takeFields(rest, api);
  const { system, before, question } = split(Array.isArray(said) ? said.filter(isRecord) : [], api);
  const names = Object.keys(other);
  return {
    draft: {
      ...noDraft,
      ...draft,
      ...question,
      api,
      system: draft.system ?? system,
      other: names.length === 0 ? '' : JSON.stringify(other, null, 2),
    },
    context: { api, messages: before },
    notes: names.length === 0 ? [] : [`It also has ${names.join(', ')}: see Other fields.`],
  };
}

/** The instructions in front, the question at the end, and what was said between them. */
function split(messages: readonly Message[], api: TryRequest['api']) {
  const [first, ...others] = messages;
  const isSystem = api === undefined && first?.role === 'system' && isTextOnly(first);
  const system = isSystem ? `${first.content}` : '';
  const rest = isSystem ? others : messages;
  const last = rest.at(-1);
  const question = last && toQuestion(last);
  return { system, question, before: question ? rest.slice(0, -1) : rest };
}

/** A user's message as prompt and image; undefined for one that has more, which stays as it is. */
function toQuestion(message: Message): Pick<Draft, 'prompt' | 'image'> | undefined {
  if (message.role !== 'user') return undefined;
  const { content } = message;
  if (isTextOnly(message)) return { prompt: `${content}`, image: '' };
  if (!Array.isArray(content) || Object.keys(message).some((key) => !known.has(key))) {
    return undefined;
  }
  const texts = content.flatMap(toText);
  const images = content.flatMap(toImage);
  const isAll = texts.length + images.length === content.length;
  if (!isAll || texts.length > 1 || images.length > 1) return undefined;
  return { prompt: texts[0] ?? '', image: images[0] ?? '' };
}

const known = new Set(['role', 'content', 'type']);

function isTextOnly(message: Message): boolean {
  return typeof message.content === 'string' && Object.keys(message).every((key) => known.has(key));
}

function toText(part: unknown): string[] {
  const { type, text, ...more } = isRecord(part) ? part : {};
  const isText = type === 'text' || type === 'input_text';
  return isText && typeof text === 'string' && Object.keys(more).length === 0 ? [text] : [];
}

/** The address of an image of which nothing else is told, such as how closely to look. */
function toImage(part: unknown): string[] {
  const { type, image_url: image, ...more } = isRecord(part) ? part : {};
  if (Object.keys(more).length > 0) return [];
  if (type === 'input_image' && typeof image === 'string') return [image];
  if (type !== 'image_url' || !isRecord(image) || Object.keys(image).length !== 1) return [];
  return typeof image.url === 'string' ? [image.url] : [];
}
