import { setTimeout as delay } from 'node:timers/promises';
import type {
  ChatCompletionRequest,
  ErrorResponse,
  Fixture,
  FixtureResponse,
  TextResponse,
} from '@copilotkit/aimock';
import { createThrottleOnce } from './throttleOnce.ts';
import { offersTrip, planTrip } from './trip.ts';
import { withUsage } from './withUsage.ts';

const campingList = `Mountain weather turns quickly and help is far away, so pack for a colder and wetter night than the forecast promises. These are the supplies I would not leave without:

**Shelter and sleep**
- A three-season tent with all its pegs and guy lines, and a footprint against sharp ground
- A sleeping bag rated about 5 °C below the coldest night you expect, and an insulated sleeping pad

**Clothing**
- Layers: a wicking base, a fleece or down jacket, and a waterproof shell with a hood
- Broken-in boots, spare wool socks, a warm hat and gloves, even in July

**Food and water**
- A small stove, fuel, a lighter and matches in a dry bag
- A day more food than planned, and a bear-proof container where the park asks for one
- Water bottles for at least 2 litres, and a filter or tablets for streams

**Finding your way and staying safe**
- A paper map and a compass beside the phone, and a charged power bank
- A headlamp with spare batteries, a whistle, and a first-aid kit with blister plasters
- Sunscreen and sunglasses, since the sun is stronger at height

**Before you go:** check the mountain forecast and the fire rules, tell someone your route and when you will be back, and take every piece of litter home again.`;

const anythingElse = `Thank you for asking! I am the embedded model of the local stack: my answers are written down in advance, so that everything around me can be tried without a cloud account, and yours is not a question I know.

As a travel guide I can still tell you what holds for every trip: go outside the high season if you can, book the first night and leave the rest open, carry less than you think you need, and ask the people who live there.

For a real answer, set AZURE_AI_INFERENCE_ENDPOINT in local.settings.json to a model of your own. To see a longer answer from me, ask: What are some recommended supplies for a camping trip in the mountains?`;

const weather = `It is 21 °C and sunny in Madrid, with a light wind from the west: short sleeves by day, a jacket after nine.`;

const busy: ErrorResponse = {
  status: 429,
  retryAfter: 1,
  error: { message: 'The model is busy.', type: 'rate_limit_error', code: 'rate_limit_exceeded' },
};
const broken: ErrorResponse = {
  status: 503,
  error: { message: 'The model is down.', type: 'server_error', code: 'service_unavailable' },
};

/** Pace of a slow answer: delay before it begins, and chunks a second of a stream. */
const slow = { moreMs: 1_500, tps: 10 } as const;
/** Chunks of a stream before its connection ends: about a third of the camping list. */
const cutOff = { chunks: 30 } as const;

/**
 * The embedded model's answers, to chat completions and to requests for a response; the first match wins: one for the words
 * in brackets of a question, the travel guide's camping question, and one answer for everything else. `latencyMs` passes
 * before the answer, or before the first chunk of a stream; then come chunks of 16 characters, 50 a second: about 200 tokens
 * a second, the pace of a fast small model. `(slow)`: begins late, 10 chunks a second. `(throttled once)`: 429 with
 * `Retry-After: 1`, then an answer when the same question comes again. `(always failing)`: 503. `(cut off)`: the connection
 * of a stream ends in the middle of the answer; one that is no stream is whole. `(with tools)`: calls the first offered tool,
 * and answers when it has the result. With the travel guide's tools, it uses them for the camping
 * question and for any that names Lake Tahoe; see trip.ts.
 */
export function createFixtures(latencyMs: number): Fixture[] {
  const answer = (
    match: Fixture['match'],
    respond: (request: ChatCompletionRequest) => FixtureResponse,
    { moreMs = 0, tps = 50, chunks = 0 } = {},
  ): Fixture => ({
    // A request for a response is matched as one of chat, in chat's form.
    match: { endpoint: 'chat', ...match },
    response: async (request) => {
      // A stream waits as its profile below says.
      if (request.stream !== true) await delay(latencyMs + moreMs);
      return withUsage(request, respond(request));
    },
    chunkSize: 16,
    ...(chunks > 0 && { truncateAfterChunks: chunks }),
    streamingProfile: { ttft: latencyMs + moreMs, tps },
  });
  const text = (content: string) => (): TextResponse => ({ content });
  const isNew = createThrottleOnce();
  return [
    answer({ userMessage: /\(slow\)/i }, text(campingList), slow),
    answer({ userMessage: /\(throttled once\)/i }, (request) =>
      isNew(request) ? busy : { content: campingList },
    ),
    answer({ userMessage: /\(cut off\)/i }, text(campingList), cutOff),
    answer({ userMessage: /\(always failing\)/i }, () => broken),
    answer({ userMessage: /\(with tools\)/i, hasToolResult: true }, text(weather)),
    answer({ userMessage: /\(with tools\)/i }, callTool),
    answer(
      { userMessage: /lake tahoe|supplies for a camping trip/i, predicate: offersTrip },
      planTrip,
    ),
    answer({ userMessage: /supplies for a camping trip/i }, text(campingList)),
    answer({}, text(anythingElse)),
  ];
}

function callTool({ tools }: ChatCompletionRequest): FixtureResponse {
  const name = tools?.[0]?.function.name;
  if (name === undefined) return { content: weather };
  const parameters = name === 'get_weather' ? { city: 'Madrid' } : {};
  return { toolCalls: [{ name, arguments: JSON.stringify(parameters) }] };
}
