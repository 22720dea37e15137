import type { TryRequest } from '../../api.ts';

/** A question whose words in brackets tell the embedded model how to behave (local/model/fixtures.ts). */
export interface Preset {
  readonly label: string;
  /** What there is to see. */
  readonly shows: string;
  readonly prompt: string;
  readonly by: TryRequest['by'];
  readonly tools?: true;
}

/** What can go well or wrong with a model. */
export const presets: readonly Preset[] = [
  {
    label: 'An answer',
    shows: 'a call as it should be',
    prompt: 'What are some recommended supplies for a camping trip in the mountains?',
    by: 'stream',
  },
  {
    label: 'A slow stream',
    shows: 'a late first token and a long answer',
    prompt: 'What should I pack for a week of hiking? (slow)',
    by: 'stream',
  },
  {
    label: 'Throttled once',
    shows: 'a 429, the wait, and the answer',
    prompt: 'Where can I camp by a lake? (throttled once)',
    by: 'stream',
  },
  {
    label: 'Always failing',
    shows: 'three calls that fail, and the reason',
    prompt: 'When is the best time to visit Madrid? (always failing)',
    by: 'http',
  },
  {
    label: 'With tools',
    shows: 'a model that asks for a tool',
    prompt: 'How is the weather in Madrid now? (with tools)',
    by: 'http',
    tools: true,
  },
];
