import { expect, it } from 'vitest';
import { toRefusal } from '../../../src/callers/refusal.ts';
import { windowAt } from '../../../src/callers/windows.ts';

const noon = Date.UTC(2026, 10, 30, 12);

it('at the very end of a minute still names a moment to come', () => {
  const window = windowAt('minute', noon);
  const { message, retryAfterMs } = toRefusal({
    ...{ caller: 'mobile', window, limits: { requests: 2 }, meter: 'requests', now: window.end },
    need: { requests: 1, tokens: 0, nanoUsd: 0 },
    spent: { requests: 2, tokens: 0, nanoUsd: 0 },
  });
  expect(message).toContain('at 12:01:01 UTC, in 1 second.');
  expect(retryAfterMs).toBe(1);
});
