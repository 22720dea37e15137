import { createAzure } from '@ai-sdk/azure';
import { createAzure as createAzure6 } from '@ai-sdk/azure-6';
import { createOpenAI as createOpenAI6 } from '@ai-sdk/openai-6';
import { ChatOpenAI } from '@langchain/openai';
import * as ai from 'ai';
import * as ai6 from 'ai-6';
import { AzureOpenAI } from 'openai';
import type { AiSdk } from '../aiSdkTalk.ts';
import { startLangchain } from '../langchainTalk.ts';
import { testAiSdk } from './testAiSdk.ts';
import { testOpenai } from './testOpenai.ts';
import { testResponses } from './testResponses.ts';

const apiKey = 'not needed here';

testOpenai(
  'AzureOpenAI, responses',
  (url) => new AzureOpenAI({ endpoint: `${url}/api`, apiKey, apiVersion: 'v1', maxRetries: 0 }),
);

const azure = (create: typeof createAzure) => (api: string, model: string) =>
  create({ baseURL: `${api}/v1`, apiKey })(model);
testAiSdk({ version: 7, sdk: ai, provider: 'azure', toModel: azure(createAzure) });

// Version 6 has other types, and the same functions as far as they are called here.
const sdk6 = ai6 as unknown as AiSdk;
const azure6 = azure(createAzure6 as unknown as typeof createAzure);
const openai6 = (api: string, model: string) =>
  createOpenAI6({ baseURL: `${api}/v1`, apiKey })(model);
testAiSdk({ version: 6, sdk: sdk6, provider: 'azure', toModel: azure6 });
testAiSdk({ version: 6, sdk: sdk6, provider: 'openai', toModel: openai6 });

testResponses({
  name: '@langchain/openai, useResponsesApi, zdrEnabled',
  store: false,
  start: startLangchain(
    (url, model) =>
      new ChatOpenAI({
        model,
        apiKey,
        useResponsesApi: true,
        zdrEnabled: true,
        maxRetries: 0,
        configuration: { baseURL: `${url}/api/v1` },
      }),
  ),
});
