import type OpenAI from 'openai';
import { zodResponsesFunction } from 'openai/helpers/zod';
import type { ResponseInputItem } from 'openai/resources/responses/responses';
import * as z from 'zod';
import type { Start, Talk } from '../conversation.ts';
import { testEmbedded } from './testEmbedded.ts';
import { asOpenai, testFaults } from './testFaults.ts';
import { testResponses } from './testResponses.ts';

type Items = ResponseInputItem[];
type Asking = Pick<OpenAI.Responses.ResponseCreateParams, 'input' | 'previous_response_id'>;

/** Who keeps the conversation: gives what is sent with new items, and is told of the answer. */
interface History {
  toAsking(added: Items): Asking;
  add(response: OpenAI.Responses.Response): void;
}

const place = z.object({ place: z.string() });
const tool = zodResponsesFunction({
  name: 'weather',
  description: 'The weather of a place.',
  parameters: place,
});

/** Two turns of a client whose user keeps the conversation, and whose provider does; and faults. */
export function testOpenai(name: string, make: (url: string) => OpenAI): void {
  const start = startOpenai(make, keepItems);
  testResponses({ name, start });
  testResponses({
    name: `${name}, previous_response_id`,
    refused: /send the whole conversation/,
    start: startOpenai(make, keepId),
  });
  // `stream` knows the events that its version has, and no others.
  testFaults(name, start, { ...asOpenai, unknownEvent: /Unhandled response stream event/ });
  testEmbedded(name, start);
}

function keepItems(): History {
  const input: Items = [];
  return {
    toAsking(added) {
      input.push(...added);
      return { input };
    },
    add({ output }) {
      input.push(...(output as Items));
    },
  };
}

function keepId(): History {
  let previous: string | undefined;
  return {
    toAsking: (input) => ({ input, ...(previous && { previous_response_id: previous }) }),
    add({ id }) {
      previous = id;
    },
  };
}

/** The loop of tools that people write around `parse` and `stream`. */
function startOpenai(make: (url: string) => OpenAI, toHistory: () => History): Start {
  return (talk) => {
    const client = make(talk.url);
    const history = toHistory();
    return async (question) => {
      let items: Items = [{ role: 'user', content: question }];
      while (items.length > 0) {
        const response = await answer(client, talk, history.toAsking(items));
        history.add(response);
        items = outputs(response, talk);
      }
    };
  };
}

async function answer(client: OpenAI, { model, stream, hasTools, hear }: Talk, asking: Asking) {
  const body = { model, ...asking, ...(hasTools && { tools: [tool] }) };
  if (stream) {
    const events = client.responses.stream(body);
    return events.on('response.output_text.delta', ({ delta }) => hear(delta)).finalResponse();
  }
  const response = await client.responses.parse(body);
  hear(response.output_text);
  return response;
}

/** The results of the calls in a response. */
function outputs({ output }: OpenAI.Responses.Response, { weather }: Talk): Items {
  const calls = output.filter((item) => item.type === 'function_call');
  return calls.map(({ call_id, arguments: given }) => ({
    type: 'function_call_output',
    call_id,
    output: weather(place.parse(JSON.parse(given)).place),
  }));
}
