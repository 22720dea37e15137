import { createServer } from 'node:http';
import { metrics } from '@opentelemetry/api';
import { BasicTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { listen } from '../../local/process/listen.ts';
import { callTools } from '../../src/assistants/callTools.ts';
import { defineTool, ToolError } from '../../src/assistants/tool.ts';
import { toAppError } from '../../src/errors.ts';
import { limitCall } from '../../src/inference/client/callLimit.ts';
import { createInference } from '../../src/inference/createInference.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { createAgentSpans } from '../../src/telemetry/spans/agentSpan.ts';
import { testConfig } from '../testConfig.ts';
import { limitsIn } from '../time/limitsIn.ts';

const left = new AbortController().signal;
const openSpan = () => ({ responded() {}, firstChunk() {}, succeeded() {}, failed() {} });

/** How a call to a model at an endpoint fails, signed in by a key or by a credential that says so. */
async function failureAt(endpoint: string, key: string | undefined, getToken = async () => null) {
  const inference = createInference(testConfig(endpoint, { key }), { getToken }, openSpan);
  const request = inference.parse({ messages: [{ role: 'user', content: 'hi' }] });
  return inference.complete(request, limitsIn(5_000, left)).catch(toAppError);
}

describe('behind a failure stands', () => {
  it('that nobody listens, of a model that could not be reached', async () => {
    const server = createServer();
    const port = await listen(server, 0);
    await new Promise((resolve) => server.close(resolve));
    expect(await failureAt(`http://127.0.0.1:${port}/v1`, 'key')).toMatchObject({
      code: 'model_unavailable',
      cause: { reason: 'ECONNREFUSED' },
    });
  });

  it('the class of what a sign-in failed by', async () => {
    class CredentialUnavailableError extends Error {}
    const getToken = async () => {
      throw new CredentialUnavailableError('CANARY');
    };
    const error = await failureAt('https://localhost:1/v1', undefined, getToken);
    expect(error).toMatchObject({
      code: 'model_unauthorized',
      cause: { kind: 'CredentialUnavailableError' },
    });
    expect(JSON.stringify(error)).not.toContain('CANARY');
  });

  it('a bug, which is not called a model or a sign-in that failed', async () => {
    const bug = new TypeError('CANARY');
    const limit = limitCall(limitsIn(1_000, left));
    expect(limit.toError(bug)).toMatchObject({
      code: 'internal_error',
      cause: {
        kind: 'TypeError',
        frames: expect.arrayContaining([expect.stringContaining('causes.test.ts')]),
      },
    });
    limit.end();
    const getToken = async () => {
      throw bug;
    };
    expect(await failureAt('https://localhost:1/v1', undefined, getToken)).toMatchObject({
      code: 'internal_error',
      cause: { kind: 'TypeError' },
    });
  });
});

it('a tool that throws what it did not mean to leaves its class and its place on its span', async () => {
  const ended: ReadableSpan[] = [];
  const provider = new BasicTracerProvider({
    spanProcessors: [
      {
        onStart() {},
        onEnd: (span) => void ended.push(span),
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
  });
  const meters = createMetrics(metrics.getMeter('test'));
  const open = createAgentSpans(provider.getTracer('test'), meters, 'https://a/v1', false);
  const tool = (name: string, thrown: Error) =>
    defineTool({
      name,
      description: '',
      arguments: z.looseObject({}),
      run: () => Promise.reject(thrown),
    });
  const tools = [tool('buggy', new TypeError('CANARY')), tool('says', new ToolError('No.'))];
  const calls = tools.map(({ name }) => ({ id: name, callId: name, name, arguments: '{}' }));
  const bounds = { calls: 2, toolMs: 1_000, ...limitsIn(1_000, left) };
  await callTools(
    tools,
    calls,
    1,
    open({ name: 'agent', version: '1', description: undefined, model: 'gpt-4o' }),
    bounds,
  );
  const [buggy, says] = ended;
  expect(says?.events).toEqual([]);
  expect(buggy?.events.map(({ name, attributes }) => [name, attributes])).toMatchObject([
    [
      'exception',
      {
        'exception.type': 'tool_failed',
        'exception.stacktrace': expect.stringMatching(
          /^TypeError: The tool failed\.\n {4}at .*causes\.test\.ts/,
        ),
        'app.cause': 'TypeError',
      },
    ],
  ]);
  expect(JSON.stringify(buggy?.events)).not.toContain('CANARY');
});
