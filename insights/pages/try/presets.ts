import type { TryRequest } from '../../api.ts';
import type { Draft } from './draft.ts';
import type { Model } from './model.ts';
import { apiOf } from './ways.ts';

/** A question for one thing that there is to see. */
export interface Preset {
  readonly label: string;
  /** What there is to see. */
  readonly shows: string;
  /** What it changes of the composer, for this one question. */
  readonly asks: Partial<Draft>;
  /** Offers the model a tool. */
  readonly tools?: true;
}

const camping = 'What are some recommended supplies for a camping trip in the mountains?';
const trip =
  'When does the sun set at Lake Tahoe on 1 August, and what should four people pack for three nights?';

/** The question that the page opens with. */
export const firstPrompt = camping;

const answer: Preset = {
  label: 'An answer',
  shows: 'a call as it should be',
  asks: { prompt: camping, by: 'stream' },
};
const withTools: Preset = {
  label: 'With tools',
  shows: 'a model that asks for a tool',
  asks: { prompt: 'How is the weather in Madrid now? (with tools)', by: 'http' },
  tools: true,
};

/** What can go wrong with a model: words in brackets tell the embedded one how to behave (local/model/fixtures.ts). */
const faults: readonly Preset[] = [
  {
    label: 'A slow stream',
    shows: 'a late first token and a long answer',
    asks: { prompt: 'What should I pack for a week of hiking? (slow)', by: 'stream' },
  },
  {
    label: 'Throttled once',
    shows: 'a 429, the wait, and the answer',
    asks: { prompt: 'Where can I camp by a lake? (throttled once)', by: 'stream' },
  },
  {
    label: 'Always failing',
    shows: 'three calls that fail, and the reason',
    asks: { prompt: 'When is the best time to visit Madrid? (always failing)', by: 'http' },
  },
  {
    label: 'Cut off',
    shows: 'a stream that breaks off in the middle',
    asks: { prompt: 'What should I pack for the coast? (cut off)', by: 'stream' },
  },
];

/** What the app can be asked with one click: faults only of the embedded model, the assistant only where there is one. */
export function presetsOf(
  models: readonly Model[],
  { embeddedModel }: { readonly embeddedModel: boolean },
): readonly Preset[] {
  const assistant = models.find(({ isAssistant }) => isAssistant)?.id;
  return [
    answer,
    ...(embeddedModel ? [...faults, withTools] : []),
    ...(assistant === undefined ? [] : [ofAssistant(assistant)]),
  ];
}

function ofAssistant(model: string): Preset {
  return {
    label: `The assistant ${model}`,
    shows: 'steps of a model and the tools between them, in one call',
    asks: { prompt: trip, by: 'stream', model },
  };
}

/** The composer with what a preset changes of it; nothing else that was set there counts. */
export function toAsked({ asks, tools }: Preset, draft: Draft): Draft {
  const asked = { ...draft, image: '', other: '', format: 'text' as const, ...asks };
  return tools ? { ...asked, other: JSON.stringify({ tools: [weatherFor(apiOf(asked))] }) } : asked;
}

/** The embedded model asks for it, and it is never run. */
function weatherFor(api: TryRequest['api']): object {
  const weather = {
    name: 'get_weather',
    description: 'The weather in a city now.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    },
  };
  const type = 'function';
  return api === 'responses' ? { type, ...weather } : { type, function: weather };
}
