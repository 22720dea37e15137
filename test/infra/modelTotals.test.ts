import { describe, expect, it } from 'vitest';
import { overRows, type Row, type Tables } from './overRows.ts';
import { queryFiles } from './queryFiles.ts';

/** What a query of infra/queries answers over rows. */
function ask(name: string, tables: Tables) {
  const file = queryFiles.find((query) => query.name === name);
  if (file === undefined) throw new Error(`There is no infra/queries/${name}.kql.`);
  return overRows(file.text, tables);
}

/** A metric that was exported so many seconds after noon. */
const metric = (
  name: string,
  valueSum: number,
  { atSeconds = 0, instance = 'a', model = 'gpt-4o', ...dimensions } = {} as {
    atSeconds?: number;
    instance?: string;
    model?: string;
    'gen_ai.token.type'?: string;
  },
): Row => ({
  timestamp: new Date(Date.UTC(2026, 10, 30, 12, 0, atSeconds)),
  name,
  valueSum,
  cloud_RoleName: 'func-1',
  cloud_RoleInstance: instance,
  customDimensions: { 'gen_ai.request.model': model, ...dimensions },
});
type About = Parameters<typeof metric>[2];
const older = (input: number, output: number, about: About = {}) => [
  metric('gen_ai.client.token.usage', input, { ...about, 'gen_ai.token.type': 'input' }),
  metric('gen_ai.client.token.usage', output, { ...about, 'gen_ai.token.type': 'output' }),
];
const usage = 'gen_ai.client.inference.usage';
const newer = (input: number, output: number, about: About = {}) => [
  metric(`${usage}.input_tokens`, input, about),
  metric(`${usage}.output_tokens`, output, about),
  // Parts of those.
  metric(`${usage}.cache_read.input_tokens`, input / 2, about),
  metric(`${usage}.reasoning.output_tokens`, output / 2, about),
];

describe('tokens-and-cost', () => {
  const tokens = (...rows: Row[]) =>
    ask('tokens-and-cost', { customMetrics: rows }).map(
      ({ model, inputTokens, outputTokens, costUsd }) => [
        model,
        inputTokens,
        outputTokens,
        costUsd,
      ],
    );

  it.each<[string, readonly Row[]]>([
    ['the older name', [...older(100, 20), ...older(200, 30, { atSeconds: 60 })]],
    ['the newer names', [...newer(100, 20), ...newer(200, 30, { atSeconds: 60 })]],
    [
      'both at once',
      [100, 200].flatMap((input, at) => {
        const output = 20 + at * 10;
        return [
          ...older(input, output, { atSeconds: 60 * at }),
          ...newer(input, output, { atSeconds: 60 * at }),
        ];
      }),
    ],
    [
      'the newer names from some minute on',
      [...older(100, 20), ...newer(200, 30, { atSeconds: 60 })],
    ],
    [
      'both at once, a few seconds apart',
      [...older(300, 50, { atSeconds: 1 }), ...newer(300, 50, { atSeconds: 4 })],
    ],
    [
      'the older in one instance, the newer in another',
      [...older(100, 20), ...newer(200, 30, { instance: 'b' })],
    ],
    [
      'several exports in a minute',
      [...older(100, 20), ...older(200, 30, { atSeconds: 30 }), ...newer(300, 50)],
    ],
  ])('counts each call once by %s', (_, rows) => {
    expect(tokens(...rows)).toEqual([['gpt-4o', 300, 50, 0]]);
  });

  it('tells models apart, the dearest first, and the cost of what has a price', () => {
    expect(
      tokens(
        ...newer(10, 1, { model: 'small' }),
        ...newer(10, 9, { model: 'free' }),
        ...older(100, 20),
        metric('callspan.cost', 0.5, { model: 'small' }),
        metric('callspan.cost', 1.5),
        metric('callspan.cost', 1, { atSeconds: 60 }),
      ),
    ).toEqual([
      ['gpt-4o', 100, 20, 2.5],
      ['small', 10, 1, 0.5],
      ['free', 10, 9, 0],
    ]);
  });
});
