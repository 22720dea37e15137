import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Model, startModel } from '../../../local/model/startModel.ts';

let model: Model;
beforeAll(async () => {
  model = await startModel({ port: 0, latencyMs: 1, onExit: () => {} });
});
afterAll(() => model.stop());

const ask = (input: unknown, more: object = {}) =>
  fetch(`${model.url}/v1/embeddings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'embed', input, ...more }),
  });

async function vectorsOf(input: unknown, more: object = {}): Promise<readonly number[][]> {
  const { data } = (await (await ask(input, more)).json()) as { data: { embedding: number[] }[] };
  return data.map(({ embedding }) => embedding);
}

const dot = (a: readonly number[] = [], b: readonly number[] = []) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

it('texts that share words lie nearer to each other than those that do not', async () => {
  const texts = ['a warm tent for the mountains', 'a tent in the mountains', 'invoice of March'];
  const [one, near, far] = await vectorsOf(texts);
  expect(dot(one, one)).toBeCloseTo(1);
  expect(dot(one, near)).toBeGreaterThan(dot(one, far) + 0.3);
  expect(await vectorsOf(texts)).toEqual([one, near, far]);
});

it('tokens and lists of tokens have vectors too, of the dimensions that are asked', async () => {
  expect((await vectorsOf([1, 2, 3], { dimensions: 8 })).map(({ length }) => length)).toEqual([8]);
  expect(await vectorsOf([[1], [2, 3]], { dimensions: 8 })).toHaveLength(2);
});

it('is throttled once, or fails, as a text asks for it', async () => {
  const statuses = [];
  for (const text of ['(throttled once)', '(throttled once)', '(always failing)']) {
    statuses.push((await ask(text)).status);
  }
  expect(statuses).toEqual([429, 200, 503]);
});
