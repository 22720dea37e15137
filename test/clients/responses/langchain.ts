import { ChatOpenAI } from '@langchain/openai';
import { startLangchain } from '../langchainTalk.ts';
import { testEmbedded } from './testEmbedded.ts';
import { asOpenai, testFaults } from './testFaults.ts';
import { testResponses } from './testResponses.ts';

const name = '@langchain/openai, useResponsesApi';
const start = startLangchain(
  (url, model) =>
    new ChatOpenAI({
      model,
      apiKey: 'not needed here',
      useResponsesApi: true,
      maxRetries: 0,
      configuration: { baseURL: `${url}/api/v1` },
    }),
);
testResponses({ name, start });
testFaults(name, start, asOpenai);
testEmbedded(name, start);
