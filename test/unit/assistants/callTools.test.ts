import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { callTools, type ToolBounds } from '../../../src/assistants/callTools.ts';
import { defineTool, type Tool, ToolError } from '../../../src/assistants/tool.ts';
import { hangMs } from '../../time/hangMs.ts';
import { limitsIn } from '../../time/limitsIn.ts';
import { recordSpans } from './startAssistants.ts';

const toolOf = (name: string, run: Tool['run']): Tool =>
  defineTool({ name, description: `Does ${name}.`, arguments: z.strictObject({}), run });
const never = () => new Promise(() => {});

/** Calls the tools by their names, in order, within bounds. */
function call(tools: readonly Tool[], names: readonly string[], bounds: Partial<ToolBounds> = {}) {
  const spans = recordSpans();
  const calls = names.map((name, index) => ({
    id: `call_${index}`,
    callId: `call_${index}`,
    name,
    arguments: '{}',
  }));
  const left = new AbortController();
  const span = spans.open({ name: 'guide', version: '1', description: undefined, model: 'gpt-4o' });
  const results = callTools(tools, calls, 2, span, {
    calls: 16,
    toolMs: 5_000,
    ...limitsIn(5_000, left.signal),
    ...bounds,
  });
  return { results, tools: spans.tools, leave: () => left.abort() };
}

/** How many runs there were of each span's end. */
const ends = (tools: readonly { ends: number }[]) => tools.map(({ ends }) => ends);

/** Rejections that nobody handled while the work ran. */
async function unhandledDuring(work: () => Promise<unknown>): Promise<unknown[]> {
  const seen: unknown[] = [];
  const see = (reason: unknown) => void seen.push(reason);
  process.on('unhandledRejection', see);
  await work().catch(() => {});
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  process.off('unhandledRejection', see);
  return seen;
}

describe('the calls of a step', () => {
  it('run side by side: two tools that wait for each other both end', async () => {
    const first = Promise.withResolvers<string>();
    const second = Promise.withResolvers<string>();
    const tools = [
      toolOf('one', async () => {
        first.resolve('from one');
        return second.promise;
      }),
      toolOf('two', async () => {
        second.resolve('from two');
        return first.promise;
      }),
    ];
    const { results } = call(tools, ['one', 'two']);
    expect(await results).toEqual(['from two', 'from one']);
  });

  it('are answered in their order, whichever ends first', async () => {
    const slow = Promise.withResolvers<string>();
    const tools = [
      toolOf('slow', () => slow.promise),
      toolOf('quick', async () => {
        setImmediate(() => slow.resolve('slow'));
        return 'quick';
      }),
    ];
    const { results } = call(tools, ['slow', 'quick', 'slow']);
    expect(await results).toEqual(['slow', 'quick', 'slow']);
  });

  it('of which one fails: the others are answered all the same', async () => {
    const tools = [
      toolOf('fails', async () => {
        throw new ToolError('no');
      }),
      toolOf('works', async () => 'yes'),
    ];
    const { results, tools: spans } = call(tools, ['works', 'fails', 'nobody', 'works']);
    expect(await results).toEqual([
      'yes',
      '{"error":"no"}',
      '{"error":"There is no such tool. There are: fails, works."}',
      'yes',
    ]);
    expect(spans.map(({ name, problem }) => [name, problem])).toEqual([
      ['works', undefined],
      ['fails', 'tool_failed'],
      ['unknown', 'unknown_tool'],
      ['works', undefined],
    ]);
  });

  it('each have a span with what the tool is and which call it was, ended once', async () => {
    const { results, tools } = call([toolOf('one', async () => 1)], ['one', 'one']);
    await results;
    expect(tools).toEqual(
      ['call_0', 'call_1'].map((callId) => ({
        name: 'one',
        description: 'Does one.',
        callId,
        step: 2,
        arguments: '{}',
        content: '1',
        problem: undefined,
        ends: 1,
      })),
    );
  });

  it('beyond those allowed are not run, and say so', async () => {
    let runs = 0;
    const tools = [toolOf('one', async () => ++runs)];
    const { results, tools: spans } = call(tools, Array(100).fill('one'), { calls: 3 });
    const answers = await results;
    expect(runs).toBe(3);
    expect(answers.slice(0, 3)).toEqual(['1', '2', '3']);
    expect(new Set(answers.slice(3))).toEqual(
      new Set(['{"error":"No more tools can be called for this answer."}']),
    );
    expect(spans.filter(({ problem }) => problem === 'too_many_calls')).toHaveLength(97);
    expect(ends(spans)).toEqual(Array(100).fill(1));
  });

  it('that hang are given up after the time of a tool, and told of', async () => {
    const tools = [toolOf('hangs', never), toolOf('works', async () => 'yes')];
    const { results, tools: spans } = call(tools, ['hangs', 'works'], { toolMs: 20 });
    expect(await results).toEqual(['{"error":"The tool did not answer in time."}', 'yes']);
    expect(ends(spans)).toEqual([1, 1]);
  });

  it.each([
    ['a fraction of a millisecond', 0.5],
    ['a fraction', 12.25],
    ['less than nothing', -20.5],
  ])('may have %s left', async (_, leftMs) => {
    const { results, tools } = call([toolOf('hangs', never)], ['hangs'], limitsIn(leftMs));
    await expect(results).rejects.toMatchObject({ code: 'model_timeout' });
    expect(ends(tools)).toEqual([1]);
  });
});

describe('the deadline in the middle of the calls', () => {
  it('is model_timeout; every tool is told to stop, every span has ended, nothing is left behind', async () => {
    const signals: AbortSignal[] = [];
    const tools = [
      toolOf('hangs', (_, signal) => {
        signals.push(signal);
        return never();
      }),
      toolOf('works', async () => 'yes'),
    ];
    const started = call(tools, ['hangs', 'works', 'hangs'], limitsIn(hangMs(100)));
    const unhandled = await unhandledDuring(() => started.results);
    await expect(started.results).rejects.toMatchObject({ code: 'model_timeout' });
    expect(started.tools.map(({ name, problem }) => [name, problem])).toEqual([
      ['hangs', 'model_timeout'],
      ['works', undefined],
      ['hangs', 'model_timeout'],
    ]);
    expect(ends(started.tools)).toEqual([1, 1, 1]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(unhandled).toEqual([]);
  });
});

describe('a caller who leaves in the middle of the calls', () => {
  it('is client_closed; every tool is told to stop, every span has ended, nothing is left behind', async () => {
    const signals: AbortSignal[] = [];
    const hangs = toolOf('hangs', (_, signal) => {
      signals.push(signal);
      return never();
    });
    const heeds = toolOf('heeds', (_, signal) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => reject(signal.reason));
      return promise;
    });
    const started = call([hangs, heeds], ['hangs', 'heeds']);
    setImmediate(started.leave);
    const unhandled = await unhandledDuring(() => started.results);
    await expect(started.results).rejects.toMatchObject({ code: 'client_closed' });
    expect(started.tools.map(({ problem }) => problem)).toEqual(['client_closed', 'client_closed']);
    expect(ends(started.tools)).toEqual([1, 1]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(unhandled).toEqual([]);
  });

  it('before they begin is client_closed as well', async () => {
    const tools = [toolOf('works', async () => 'yes'), toolOf('hangs', never)];
    const started = call(tools, ['works', 'hangs'], { left: AbortSignal.abort() });
    await expect(started.results).rejects.toMatchObject({ code: 'client_closed' });
    expect(ends(started.tools)).toEqual([1, 1]);
  });
});

it('no timer is left behind by calls that have ended', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  for (let round = 0; round < 20; round++) {
    await call([toolOf('one', async () => 1)], ['one', 'one'], limitsIn(60_000)).results;
  }
  expect(timers()).toBeLessThan(before + 5);
});
