import type { InvocationContext } from '@azure/functions';
import { expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../../../src/errors.ts';
import { answer } from '../../../../src/functions/http/answer.ts';
import { expectWithin } from '../../../time/expectWithin.ts';

function contextOf(invocationId: string) {
  const errors: unknown[] = [];
  const context = {
    invocationId,
    functionName: 'chatCompletions',
    error: (...words: unknown[]) => errors.push(...words),
  } as unknown as InvocationContext; // all that answer needs of it
  return { context, errors };
}

it('a handler that forgets to respond is an internal_error for its caller, and one line for the developer', async () => {
  const { context, errors } = contextOf('a');
  const response = await expectWithin(500, 100, () => answer(context, async () => {}));
  expect(response).toMatchObject({
    status: 500,
    jsonBody: { error: { code: 'internal_error' } },
    headers: { 'x-request-id': 'a' },
  });
  expect(errors).toEqual(['The handler of chatCompletions has ended without a response.']);
});

it('a handler that responds in time is left alone', async () => {
  const { context, errors } = contextOf('b');
  const response = await answer(context, async (respond) => {
    await Promise.resolve();
    respond({ jsonBody: 'here' });
  });
  expect(response).toMatchObject({ jsonBody: 'here' });
  expect(errors).toEqual([]);
});

it.each<[ErrorCode, string | undefined]>([
  ['unknown_parameter', 'false'],
  ['idempotency_conflict', 'false'], // 409, which clients do repeat
  ['model_bad_response', 'false'], // three calls of ours were in vain
  ['model_unavailable', 'false'],
  ['model_unauthorized', 'false'],
  ['rate_limit_exceeded', undefined],
  ['model_timeout', undefined],
  ['storage_unavailable', undefined],
  ['internal_error', undefined],
])('a client is told not to ask again where that cannot help: %s', async (code, told) => {
  const response = await answer(contextOf('c').context, () =>
    Promise.reject(new AppError(code, 'ours')),
  );
  expect(new Headers(response.headers as Record<string, string>).get('x-should-retry')).toBe(
    told ?? null,
  );
});
