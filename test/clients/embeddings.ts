import { createOpenAI } from '@ai-sdk/openai';
import { OpenAIEmbeddings } from '@langchain/openai';
import { embedMany } from 'ai';
import type OpenAI from 'openai';
import { AzureOpenAI, NotFoundError } from 'openai';
import { describe, expect, it } from 'vitest';
import { embedded } from './apps.ts';
import { openai } from './openaiClient.ts';

// Of the embedded model: texts that share words lie near each other.

const model = 'text-embedding-3-small';
const texts = ['a warm tent for the mountains', 'a tent for warm mountains', 'bread and butter'];
const api = () => `${embedded.stack.app}/api`;
const apiKey = 'not needed here';

/** The cosine of the angle between two vectors. */
function nearness(one: readonly number[] = [], other: readonly number[] = []): number {
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
}

function expectNear([first, second, third]: readonly (readonly number[])[], length = 1_536): void {
  expect(first).toHaveLength(length);
  expect(nearness(first, second)).toBeGreaterThan(nearness(first, third) + 0.3);
}

type Create = (input: string[]) => Promise<readonly (readonly number[])[]>;
const vectorsOf = ({ data }: OpenAI.CreateEmbeddingResponse) =>
  data.map(({ embedding }) => embedding);
const azure = () =>
  new AzureOpenAI({ endpoint: api(), apiKey, apiVersion: '2024-10-21', maxRetries: 0 });
const creates: Readonly<Record<string, Create>> = {
  'openai, which asks for base64 by itself': async (input) =>
    vectorsOf(await openai(embedded).embeddings.create({ model, input })),
  'openai, floats': async (input) =>
    vectorsOf(await openai(embedded).embeddings.create({ model, input, encoding_format: 'float' })),
  AzureOpenAI: async (input) => vectorsOf(await azure().embeddings.create({ model, input })),
  '@langchain/openai': (input) =>
    new OpenAIEmbeddings({
      model,
      apiKey,
      configuration: { baseURL: `${api()}/v1` },
    }).embedDocuments(input),
  'ai 7, @ai-sdk/openai': async (values) => {
    const provider = createOpenAI({ baseURL: `${api()}/v1`, apiKey });
    return (await embedMany({ model: provider.embeddingModel(model), values })).embeddings;
  },
};

describe('embeddings', () => {
  it.each(Object.entries(creates))('%s', async (_name, create) => {
    expectNear(await create(texts));
  });

  it('openai: dimensions, and the tokens that were counted', async () => {
    const answer = await openai(embedded).embeddings.create({
      model,
      input: texts,
      dimensions: 256,
    });
    expectNear(vectorsOf(answer), 256);
    expect(answer.usage.prompt_tokens).toBeGreaterThan(0);
  });

  it('openai: another model is an error that names the one', async () => {
    const asked = openai(embedded).embeddings.create({ model: 'gpt-4o', input: 'x' });
    await expect(asked).rejects.toThrow(NotFoundError);
    await expect(asked).rejects.toThrow(model);
  });
});
