import { trace } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import { type Ending, runInvocation } from '../../../../src/telemetry/spans/invocationSpan.ts';

const invocation = {
  id: 'a-session',
  functionName: 'inferenceQueue',
  work: 'generate_completion',
  trigger: 'pubsub',
  calledAt: performance.now(),
  hostTraceparent: undefined,
} as const;

async function run(work: () => Promise<string>) {
  const endings: Ending[] = [];
  const onEnd = (ending: Ending) => endings.push(ending);
  const result = await runInvocation(
    trace.getTracer('test'),
    invocation,
    true,
    false,
    onEnd,
    work,
  ).catch((error: unknown) => error);
  return { result, endings };
}

it('what the work gives is given on, and the end is told once', async () => {
  const { result, endings } = await run(async () => 'answer');
  expect(result).toBe('answer');
  expect(endings).toEqual([
    {
      outcome: 'ok',
      durationMs: expect.any(Number),
      served: undefined,
    },
  ]);
});

it('an error of ours is thrown on as it is, and its code is the outcome', async () => {
  const error = new AppError('model_timeout', 'The model did not answer in time.');
  const { result, endings } = await run(() => Promise.reject(error));
  expect(result).toBe(error);
  expect(endings.map(({ outcome }) => outcome)).toEqual(['model_timeout']);
});

it('the text of a bug does not reach the host, which logs what a function throws', async () => {
  const { result } = await run(() => Promise.reject(new TypeError('canary')));
  expect(result).toMatchObject({ code: 'internal_error' });
  expect(`${result} ${result instanceof Error ? result.stack : ''}`).not.toContain('canary');
});
