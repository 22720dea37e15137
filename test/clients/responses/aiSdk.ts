import { createOpenAI } from '@ai-sdk/openai';
import * as ai from 'ai';
import { testAiSdk } from './testAiSdk.ts';

testAiSdk({
  version: 7,
  sdk: ai,
  provider: 'openai',
  toModel: (api, model) => createOpenAI({ baseURL: `${api}/v1`, apiKey: 'not needed here' })(model),
});
