import { toPlainLine } from '../../plainLine.ts';
import { toLinkText, toMediaText, withoutDataUrls } from './mediaText.ts';
import { base64Of } from './picture.ts';
import { fields, list, toText } from './recorded.ts';

/** A part of a message as plain text. */
export interface MessagePart {
  readonly kind: 'text' | 'refusal' | 'reasoning' | 'media' | 'tool_call' | 'tool_result' | 'other';
  /** All of it; media as `[image 375 KB]`, an unknown part as its JSON. */
  readonly text: string;
  /** Of a tool call: the tool; of a part that is not known: its type. */
  readonly name?: string;
  /** Of a tool call and its result: what pairs them. */
  readonly id?: string;
  /** Of a tool call: what the tool gave, when it is known. */
  readonly result?: string;
  /** Of an image that came with the message: it in base64. */
  readonly base64?: string;
}

/**
 * The parts of a message: `parts` of the GenAI conventions, or `content` as OpenAI writes it. A part of a type that is not
 * known is kept as its JSON: nothing is hidden.
 */
export function toParts(message: unknown): readonly MessagePart[] {
  if (typeof message === 'string') return [toPart(message)];
  const { parts, content } = fields(message);
  if (Array.isArray(parts)) return parts.map(toPart);
  if (typeof content === 'string') return [toPart(content)];
  return Array.isArray(content) ? content.map(toPart) : [other(message)];
}

/** One part. */
export function toPart(part: unknown): MessagePart {
  if (typeof part === 'string') return { kind: 'text', text: withoutDataUrls(part) };
  const { type, content, text, id, name, modality } = fields(part);
  const media = typeof modality === 'string' ? modality : 'file';
  const said = withoutDataUrls(toText(content ?? text));
  switch (type) {
    case 'text':
    case 'refusal':
    case 'reasoning':
      return { kind: type, text: said };
    case 'tool_call':
      return {
        kind: 'tool_call',
        text: withoutDataUrls(toText(fields(part).arguments)),
        name: typeof name === 'string' ? name : 'a tool without a name',
        ...toId(id),
      };
    case 'tool_call_response': {
      const { response, result } = fields(part);
      return { kind: 'tool_result', text: toResult(response ?? result), ...toId(id) };
    }
    case 'blob': {
      const base64 = toText(content);
      const image = media === 'image' ? { base64 } : {};
      return { kind: 'media', text: toMediaText(media, base64), ...image };
    }
    case 'uri':
      return { kind: 'media', text: toLinkText(media, toText(fields(part).uri)) };
    case 'image_url': {
      const image = fields(part).image_url;
      const url = toText(fields(image).url ?? image);
      const base64 = base64Of(url);
      return { kind: 'media', text: toLinkText('image', url), ...(base64 && { base64 }) };
    }
    default:
      return other(part);
  }
}

function toId(id: unknown): { id?: string } {
  return typeof id === 'string' && id !== '' ? { id } : {};
}

/** A tool's result is a text, parts of text, or anything. */
function toResult(response: unknown): string {
  const texts = list(response).map((part) => fields(part).text ?? fields(part).content);
  const areTexts = texts.length > 0 && texts.every((text) => typeof text === 'string');
  return withoutDataUrls(areTexts ? texts.join('\n') : toText(response));
}

function other(part: unknown): MessagePart {
  const { type } = fields(part);
  const name = typeof type === 'string' ? { name: toPlainLine(type, 80) } : {};
  return { kind: 'other', text: withoutDataUrls(toText(part)), ...name };
}
