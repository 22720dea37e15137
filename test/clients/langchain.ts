import { AzureChatOpenAI, ChatOpenAI } from '@langchain/openai';
import { beforeEach, describe, expect, it } from 'vitest';
import { callsTools, says } from '../e2e/toolReplies.ts';
import { app, model } from './apps.ts';
import { startLangchain } from './langchainTalk.ts';
import { testTwoTurns } from './twoTurns.ts';

const apiKey = 'not needed here';

const models = {
  ChatOpenAI: (url: string) =>
    new ChatOpenAI({
      model: 'gpt-4o',
      apiKey,
      maxRetries: 0,
      configuration: { baseURL: `${url}/api/v1` },
    }),
  AzureChatOpenAI: (url: string) =>
    new AzureChatOpenAI({
      model: 'gpt-4o',
      azureOpenAIApiKey: apiKey,
      azureOpenAIApiDeploymentName: 'gpt-4o',
      azureOpenAIApiVersion: '2024-10-21',
      azureOpenAIEndpoint: `${url}/api`,
      maxRetries: 0,
    }),
};

for (const [name, make] of Object.entries(models)) {
  testTwoTurns({
    name: `@langchain/openai, ${name}`,
    sendsBack: [],
    start: startLangchain(make),
  });
}

describe('@langchain/openai', () => {
  beforeEach(() => {
    model.replies.length = 0;
  });
  const chat = (name = 'gpt-4o') =>
    new ChatOpenAI({
      model: name,
      apiKey,
      maxRetries: 0,
      configuration: { baseURL: `${app.stack.app}/api/v1` },
    });

  it('invoke: an answer with its usage', async () => {
    const answer = await chat().invoke('What should I pack?');
    expect(answer).toMatchObject({
      text: 'Pack a tent.',
      usage_metadata: { input_tokens: 1_000, output_tokens: 200 },
    });
  });

  it('invoke of an assistant', async () => {
    model.replies.push(
      callsTools([{ name: 'packing_list', given: { nights: 2, people: 1, tent: true } }]),
      says('Pack little.'),
    );
    const answer = await chat('travel-guide').invoke('What should I pack?');
    expect(answer.text).toBe('Pack little.');
  });
});
