import { expect, it } from 'vitest';
import { openJobStore } from '../../src/jobs/storage.ts';
import { expectWithin } from '../time/expectWithin.ts';

it('a sign-in that never ends ends a call to the storage of jobs all the same', async () => {
  const service = 'https://storage.invalid';
  const storage = {
    blobServiceUri: service,
    queueServiceUri: service,
    tableServiceUri: undefined,
    clientId: undefined,
  };
  const store = openJobStore(storage, { getToken: () => new Promise(() => {}) });
  const end = await expectWithin(10_000, 1_000, () =>
    store.readResult('job-1').catch((thrown: unknown) => thrown),
  );
  expect(end).toMatchObject({ code: 'storage_unavailable', retryAfterMs: 5_000 });
});
