import { inject, it } from 'vitest';

// One app for all clients, one file a client; these import what may not be installed.
if (inject('clients')) {
  await import('./openai.ts');
  await import('./openaiErrors.ts');
  await import('./openaiTurns.ts');
  await import('./aiSdk.ts');
  await import('./langchain.ts');
  await import('./agents.ts');
  await import('./aiInference.ts');
  await import('./responses/openai.ts');
  await import('./responses/aiSdk.ts');
  await import('./responses/agents.ts');
  await import('./embeddings.ts');
  await import('./docs.ts');
  await import('./plainKeys.ts');
} else {
  it.skip('real clients need the packages of test/clients');
}
