import type { ServerResponse } from 'node:http';
import { type Reply, reply } from '../../e2e/scriptedModel.ts';
import { modelResponse, toStream } from '../../e2e/typedEvents.ts';
import type { Manner, Saying } from '../modelAnswers.ts';
import { type Event, type Item, toPieces } from './itemEvents.ts';

const sse = { 'content-type': 'text/event-stream' };
const unknown = { type: 'response.something_new.delta', delta: 'made up', item_id: 'x' };

/** What a model says as items, whose IDs tell that it is the answer `at`. */
export function toItems({ thought, calls = [], text }: Saying, manner: Manner, at: number): Item[] {
  const summary = [{ type: 'summary_text', text: thought }];
  const content = [{ type: 'output_text', text, annotations: [], logprobs: [] }];
  const status = 'completed';
  return [
    ...(manner === 'with reasoning'
      ? [{ id: `rs_${at}`, type: 'reasoning', summary, encrypted_content: `sealed: ${thought}` }]
      : []),
    ...calls.map(({ id, name = 'weather', place }) => ({
      id: `fc_${id}`,
      type: 'function_call',
      status,
      call_id: id,
      name,
      arguments: JSON.stringify({ place }),
    })),
    ...(text === undefined
      ? []
      : [{ id: `msg_${at}`, type: 'message', status, role: 'assistant', content }]),
  ];
}

/** A response in one piece; an odd model counts no tokens. */
export function wholeResponse(saying: Saying, manner: Manner, at: number): Reply {
  return reply(200, toResponse(toItems(saying, manner, at), manner, at));
}

/** The same as a stream; an odd model numbers no event, sends comments, and ends as chat completions do. */
export function streamedResponse(saying: Saying, manner: Manner, at: number): Reply {
  const events = toEvents(toItems(saying, manner, at), manner, at);
  if (manner !== 'odd') return reply(200, toStream(numbered(events)), sse);
  const lines = events.map((event) => `: here\n\ndata: ${JSON.stringify(event)}\n\n`);
  return reply(200, `${lines.join('')}data: [DONE]\n\n`, sse);
}

/** A stream with an event that nobody knows. */
export function withUnknownEvent(text: string): Reply {
  const events = toEvents(toItems({ thought: '', text }, 'plain', 0), 'plain', 0);
  return reply(200, toStream(numbered(events.toSpliced(4, 0, unknown))), sse);
}

/** How a stream of a model fails after its words. */
export const endings = {
  'an error event': [{ type: 'error', code: 'rate_limit_exceeded', message: 'busy', param: null }],
  'response.failed alone': [
    {
      type: 'response.failed',
      response: {
        ...toResponse([], 'plain', 0),
        status: 'failed',
        error: { code: 'server_error', message: 'x' },
      },
    },
  ],
  'no response.completed': [],
  'a cut': undefined,
} satisfies Record<string, readonly Event[] | undefined>;

/** A stream that fails after its words. */
export function breaksOffAfter(text: string, ending: keyof typeof endings): Reply {
  const events = toEvents(toItems({ thought: '', text }, 'plain', 0), 'plain', 0);
  const deltas = events.findLastIndex(({ type }) => type === 'response.output_text.delta') + 1;
  const last = endings[ending];
  const sent = toStream(numbered([...events.slice(0, deltas), ...(last ?? [])]));
  return (response: ServerResponse) => {
    response.writeHead(200, sse);
    if (last !== undefined) response.end(sent);
    else response.write(sent, () => setTimeout(() => response.destroy(), 50));
  };
}

const numbered = (events: readonly Event[]) =>
  events.map((event, sequence_number) => ({ ...event, sequence_number }));

function toResponse(output: readonly Item[], manner: Manner, at: number): Event {
  const usage = manner === 'odd' ? {} : { usage: modelResponse.usage };
  return { ...modelResponse, id: `resp_${at}`, output, usage: undefined, ...usage };
}

function toEvents(items: readonly Item[], manner: Manner, at: number): Event[] {
  const begun = { ...toResponse([], manner, at), status: 'in_progress' };
  return [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...items.flatMap((item, output_index) => {
      const { empty, events } = toPieces(item);
      const place = { item_id: item.id, output_index };
      return [
        { type: 'response.output_item.added', output_index, item: { ...item, ...empty } },
        ...events.map((event) => ({ ...event, ...place })),
        { type: 'response.output_item.done', output_index, item },
      ];
    }),
    { type: 'response.completed', response: toResponse(items, manner, at) },
  ];
}
