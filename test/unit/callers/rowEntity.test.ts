import { expect, it } from 'vitest';
import { fromEntity, toEntity } from '../../../src/callers/rowEntity.ts';

it('sums and leases past what a number holds stay readable', () => {
  const huge = { requests: 1, tokens: 2 ** 54, nanoUsd: 1e21 };
  const lease = { instance: 'one', turn: 1, until: 60_000, amounts: huge };
  const entity = toEntity('mobile', 'minute', { start: 0, spent: huge, leases: [lease] });
  const toBigInt = (value: unknown) => BigInt(String(Reflect.get(Object(value), 'value')));
  const [requests, tokens, nanoUsd] = [entity.requests, entity.tokens, entity.nanoUsd].map(
    toBigInt,
  );
  const most = Number.MAX_SAFE_INTEGER;
  const kept = { requests: 1, tokens: most, nanoUsd: most };
  expect(fromEntity({ ...entity, requests, tokens, nanoUsd, etag: 'W/"1"' })).toMatchObject({
    spent: kept,
    leases: [{ ...lease, amounts: kept }],
  });
});
