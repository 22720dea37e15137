import fc from 'fast-check';
import type { ErrorCode } from '../../../src/errors.ts';

/** One piece of work, and what must become of it. */
export interface Piece {
  /** 1, 2, 3…: the `seed` of its request, which comes back in what the model was asked and in the rows of its calls. */
  readonly seed: number;
  readonly kind: string;
  readonly request: object;
  /** Its message for the queue; absent: it is posted to `v1/jobs`. */
  readonly text?: string;
  /** The name of its job; absent: known when it was sent. */
  readonly job?: string;
  /** The sender writes the request to the job's blob, before the message. */
  readonly inBlob?: true;
  /** It is sent a second time, so many ms after the first; 0: both at once. */
  readonly againMs?: number;
  /** How it fails; absent: it succeeds. */
  readonly code?: ErrorCode;
  /** It ends without a call to the model. */
  readonly unasked?: true;
}

type Form = Omit<Piece, 'seed' | 'kind' | 'request'> & { readonly request?: object };

/** A request, its keys in order, so that its JSON is what its SHA-256 is made of. */
const ask = (seed: number, content = `Question ${seed}.`) => ({
  messages: [{ content, role: 'user' }],
  seed,
});
const jobOf = (seed: number) => `ledger-${seed}`;

/** A message that names its job. */
const named = (seed: number, more: object = {}) => ({
  job: jobOf(seed),
  text: JSON.stringify({ job: jobOf(seed), request: ask(seed), ...more }),
});

/** A message that is wrong: it fails with `code`, and no model hears of it. */
const wrong = (code: ErrorCode, form: Form): Form => ({ ...form, code, unasked: true });

/** What the model refuses for good; see model.ts. */
export const refused = 'Refuse this.';

/** Each kind of work: how many of 2,000 pieces are of it, and how one is made. */
const kinds: Readonly<Record<string, readonly [number, (seed: number) => Form]>> = {
  inline: [450, named],
  'in its blob': [
    200,
    (seed) => ({
      job: jobOf(seed),
      text: JSON.stringify({ job: jobOf(seed), requestBlob: true }),
      inBlob: true,
    }),
  ],
  nameless: [150, (seed) => ({ text: JSON.stringify({ request: ask(seed) }) })],
  bare: [100, (seed) => ({ text: JSON.stringify(ask(seed)) })],
  'sent twice at once': [150, (seed) => ({ ...named(seed), againMs: 0 })],
  'sent again later': [150, (seed) => ({ ...named(seed), againMs: 20_000 + (seed % 40) * 1_000 })],
  base64: [
    150,
    (seed) => ({ ...named(seed), text: Buffer.from(named(seed).text).toString('base64') }),
  ],
  posted: [250, () => ({})],
  'posted again later': [100, (seed) => ({ againMs: (seed % 60) * 1_000 })],
  'refused by the model': [
    100,
    (seed) => ({ ...named(seed, { request: ask(seed, refused) }), code: 'content_filter' }),
  ],
  unparseable: [40, (seed) => wrong('invalid_json', { text: `Piece ${seed} is no {JSON` })],
  'with an unknown key': [
    40,
    (seed) =>
      wrong('unknown_parameter', { text: JSON.stringify({ request: ask(seed), priority: 1 }) }),
  ],
  'with an unknown parameter': [
    40,
    (seed) => wrong('unknown_parameter', named(seed, { request: { ...ask(seed), colour: 'red' } })),
  ],
  'without messages': [
    40,
    (seed) => wrong('invalid_request', named(seed, { request: { seed, messages: [] } })),
  ],
  'without its blob': [
    40,
    (seed) =>
      wrong('invalid_request', {
        job: jobOf(seed),
        text: JSON.stringify({ job: jobOf(seed), requestBlob: true }),
      }),
  ],
};

/** 2,000 pieces of work of all kinds, in an order that the seed alone says. */
export function toPieces(seed: number): readonly Piece[] {
  const all = Object.entries(kinds).flatMap(([kind, [count]]) => Array<string>(count).fill(kind));
  return shuffle(all, seed).flatMap((kind, index) => {
    const form = kinds[kind]?.[1](index + 1);
    return form === undefined
      ? []
      : [{ request: ask(index + 1), ...form, seed: index + 1, kind } satisfies Piece];
  });
}

/** The same items in an order that the seed alone says. */
export function shuffle<T>(items: readonly T[], seed: number): readonly T[] {
  const whole = { minLength: items.length, maxLength: items.length };
  return fc.sample(fc.shuffledSubarray([...items], whole), { seed, numRuns: 1 })[0] ?? [];
}
