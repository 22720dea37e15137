/** An item of the Responses API. */
export interface Item {
  readonly type: string;
  readonly id?: string;
  readonly [key: string]: unknown;
}

/** A typed event. */
export type Event = Readonly<Record<string, unknown>>;

/** An item as it begins, and the events that fill it, which do not say whose they are. */
export interface Pieces {
  readonly empty: object;
  readonly events: readonly Event[];
}

/** An item piece by piece, as OpenAI streams it. */
export function toPieces(item: Item): Pieces {
  if (item.type === 'function_call') return ofCall(item);
  return item.type === 'reasoning' ? ofReasoning(item) : ofMessage(item);
}

function ofCall({ name, arguments: given }: Item): Pieces {
  const asked = `${given}`;
  const type = 'response.function_call_arguments';
  const deltas = [asked.slice(0, 5), asked.slice(5)];
  return {
    empty: { status: 'in_progress', arguments: '' },
    events: [
      ...deltas.map((delta) => ({ type: `${type}.delta`, delta })),
      { type: `${type}.done`, name, arguments: asked },
    ],
  };
}

function ofReasoning({ summary }: Item): Pieces {
  const [part] = summary as readonly { readonly text: string }[];
  const text = part?.text;
  const type = 'response.reasoning_summary';
  const at = { summary_index: 0 };
  return {
    empty: { summary: [] },
    events: [
      { type: `${type}_part.added`, ...at, part: { ...part, text: '' } },
      { type: `${type}_text.delta`, ...at, delta: text },
      { type: `${type}_text.done`, ...at, text },
      { type: `${type}_part.done`, ...at, part },
    ],
  };
}

function ofMessage({ content }: Item): Pieces {
  const [part] = content as readonly { readonly text: string }[];
  const text = part?.text ?? '';
  const type = 'response.output_text';
  const at = { content_index: 0 };
  const logprobs: never[] = [];
  return {
    empty: { status: 'in_progress', content: [] },
    events: [
      { type: 'response.content_part.added', ...at, part: { ...part, text: '' } },
      ...text.split(/(?<= )/).map((delta) => ({ type: `${type}.delta`, ...at, delta, logprobs })),
      { type: `${type}.done`, ...at, text, logprobs },
      { type: 'response.content_part.done', ...at, part },
    ],
  };
}
