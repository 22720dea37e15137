import { inject, it } from 'vitest';

// Clients that few use, and what differs little from the clients of clients.test.ts.
if (inject('clients')) {
  await import('./llamaIndex.ts');
  await import('./responses/langchain.ts');
  await import('./responses/rare.ts');
} else {
  it.skip('real clients need the packages of test/clients');
}
