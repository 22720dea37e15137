import { createAzure } from '@ai-sdk/azure';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import * as ai from 'ai';
import { startAiSdk } from './aiSdkTalk.ts';
import { testTwoTurns } from './twoTurns.ts';

const apiKey = 'not needed here';

const providers = {
  '@ai-sdk/openai': (url: string) => createOpenAI({ baseURL: `${url}/v1`, apiKey }).chat('gpt-4o'),
  '@ai-sdk/azure': (url: string) =>
    createAzure({
      baseURL: `${url}/openai`,
      apiKey,
      apiVersion: '2024-10-21',
      useDeploymentBasedUrls: true,
    }).chat('gpt-4o'),
  '@ai-sdk/openai-compatible': (url: string) =>
    createOpenAICompatible({ name: 'callspan', baseURL: `${url}/v1`, apiKey })('gpt-4o'),
};

for (const [name, chat] of Object.entries(providers)) {
  testTwoTurns({
    name: `ai 7, ${name}`,
    sendsBack: name.endsWith('compatible') ? ['reasoning_content'] : [],
    start: startAiSdk(ai, chat),
  });
}
