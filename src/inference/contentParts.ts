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
