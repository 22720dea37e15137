import { expect, it } from 'vitest';
import { openLimitTable } from '../../../src/callers/table.ts';
import { expectWithin } from '../../time/expectWithin.ts';

it('a sign-in that never ends ends a call all the same', async () => {
  const service = 'https://storage.invalid';
  const table = openLimitTable(
    {
      blobServiceUri: service,
      queueServiceUri: service,
      tableServiceUri: service,
      clientId: undefined,
    },
    { getToken: () => new Promise(() => {}) },
  );
  const end = await expectWithin(3_000, 1_000, () =>
    table.read('mobile', 'minute').catch((thrown: unknown) => thrown),
  );
  expect(end).toMatchObject({ code: 'storage_unavailable', retryAfterMs: 5_000 });
});
