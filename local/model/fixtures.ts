import { setTimeout as delay } from 'node:timers/promises';
import type { Fixture, TextResponse } from '@copilotkit/aimock';

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

/**
 * What the embedded model answers, the first match wins: the travel guide's camping question, and one answer for
 * everything else. `latencyMs` passes before the answer, or before the first chunk of a stream; then come chunks of 16
 * characters, 50 a second: about 200 tokens a second, the pace of a fast small model.
 */
export function createFixtures(latencyMs: number): Fixture[] {
  const answer = (match: Fixture['match'], content: string): Fixture => ({
    match: { endpoint: 'chat', ...match },
    response: async (request): Promise<TextResponse> => {
      // A stream waits by its profile below.
      if (request.stream !== true) await delay(latencyMs);
      return { content };
    },
    chunkSize: 16,
    streamingProfile: { ttft: latencyMs, tps: 50 },
  });
  return [
    answer({ userMessage: /supplies for a camping trip/i }, campingList),
    answer({}, anythingElse),
  ];
}
