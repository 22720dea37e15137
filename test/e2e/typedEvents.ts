/** A model's response with every number that it may report. */
export const modelResponse = {
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  status: 'completed',
  model: 'gpt-4o-2024-11-20',
  error: null,
  incomplete_details: null,
  instructions: null,
  output: [
    {
      id: 'msg_1',
      type: 'message',
      status: 'completed',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Pack a tent.', annotations: [] }],
    },
  ],
  parallel_tool_calls: true,
  tool_choice: 'auto',
  tools: [],
  usage: {
    input_tokens: 1_000,
    input_tokens_details: { cached_tokens: 400 },
    output_tokens: 200,
    output_tokens_details: { reasoning_tokens: 50 },
    total_tokens: 1_200,
  },
};

const begun = { ...modelResponse, status: 'in_progress', output: [], usage: null };
const part = { type: 'output_text', text: '', annotations: [] };
const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
const [item] = modelResponse.output;

/** The events of `modelResponse` as a stream, numbered, with a comment here and there. */
export const typedEvents: readonly Readonly<Record<string, unknown>>[] = [
  { type: 'response.created', response: begun },
  { type: 'response.in_progress', response: begun },
  {
    type: 'response.output_item.added',
    output_index: 0,
    item: { ...item, status: 'in_progress', content: [] },
  },
  { type: 'response.content_part.added', ...at, part },
  { type: 'response.output_text.delta', ...at, delta: 'Pack ', logprobs: [] },
  { type: 'response.output_text.delta', ...at, delta: 'a tent.', logprobs: [] },
  { type: 'response.output_text.done', ...at, text: 'Pack a tent.', logprobs: [] },
  { type: 'response.content_part.done', ...at, part: { ...part, text: 'Pack a tent.' } },
  { type: 'response.output_item.done', output_index: 0, item },
  { type: 'response.completed', response: modelResponse },
].map((event, sequence_number) => ({ ...event, sequence_number }));

/** Events as OpenAI's API sends them. */
export function toStream(events: readonly object[]): string {
  return events
    .map((event) => `event: ${Reflect.get(event, 'type')}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

/** The data of the events of a stream. */
export function eventsIn(stream: string): Record<string, unknown>[] {
  return [...stream.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json));
}

/** The types of events in their order, those that repeat once. */
export function typesIn(events: readonly Record<string, unknown>[]): unknown[] {
  const types = events.map(({ type }) => type);
  return types.filter((type, at) => type !== types[at - 1]);
}

/** `typesIn` of a response with one text. */
export const fullSequence = [
  'response.created',
  'response.in_progress',
  'response.output_item.added',
  'response.content_part.added',
  'response.output_text.delta',
  'response.output_text.done',
  'response.content_part.done',
  'response.output_item.done',
  'response.completed',
];
