import type { Part } from '../telemetry/content/content.ts';
import { parseBoundedJson } from '../values/boundedJson.ts';

/** A text, as the GenAI conventions record it. */
export function toTextPart(content: string): Part {
  return { type: 'text', content };
}

/** A model's explanation why it does not answer. */
export function toRefusal(content: string): Part {
  return { type: 'refusal', content };
}

/** An image, by its address or as it is. */
export function toImage(url: string): Part {
  return toBlob('image', url) ?? { type: 'uri', modality: 'image', uri: url };
}

/** What a data URL holds; undefined for another address. */
export function toBlob(modality: string, url: string): Part | undefined {
  const [, mime_type, content] = /^data:([^;,]*);base64,(.*)$/s.exec(url) ?? [];
  return content === undefined ? undefined : { type: 'blob', modality, mime_type, content };
}

/** A tool call of a request or, unchecked, of a model's answer. */
export function toToolCall(call: unknown): Part {
  const {
    id,
    function: called,
    custom,
  } = (call ?? {}) as {
    id?: unknown;
    function?: Record<string, unknown>;
    custom?: Record<string, unknown>;
  };
  const given = custom ? custom.input : parsed(called?.arguments);
  return { type: 'tool_call', id, name: (custom ?? called)?.name, arguments: given };
}

function parsed(json: unknown): unknown {
  if (typeof json !== 'string') return json;
  const read = parseBoundedJson(Buffer.from(json));
  return 'value' in read ? read.value : json; // models sometimes write broken arguments
}
