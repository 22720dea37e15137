import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runTool } from '../../../src/assistants/runTool.ts';
import { defineTool, type Tool, ToolError } from '../../../src/assistants/tool.ts';

const never = new AbortController().signal;

/** A tool that takes what `schema` says and does what `run` does. */
function toolOf(run: Tool['run'], schema: z.ZodType = z.strictObject({})): Tool {
  return defineTool({ name: 'tool', description: 'A tool.', arguments: schema, run });
}

/** Runs a tool as the model would have it; the arguments as they are when they are a text, else as JSON. */
async function run(tool: Tool | undefined, given: unknown = {}, signal = never) {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const call = { id: 'call_1', callId: 'call_1', name: 'tool', arguments: text };
  const { content, problem } = await runTool(tool, call, tool ? [tool] : [], signal);
  return { content, problem, error: errorOf(content) };
}

function errorOf(content: string): string | undefined {
  try {
    return JSON.parse(content).error;
  } catch {
    return undefined;
  }
}

const place = z.strictObject({ place: z.string(), nights: z.int().min(1).max(30) });

describe('what a tool gives', () => {
  it.each<[string, unknown, string]>([
    ['an object', { a: 1, b: [2] }, '{"a":1,"b":[2]}'],
    ['a text', 'line "one"\nline two', 'line "one"\nline two'],
    ['an empty text', '', ''],
    ['a number', 0, '0'],
    ['nothing to tell', null, 'null'],
  ])('%s reaches the model', async (_, result, content) => {
    expect(await run(toolOf(async () => result))).toMatchObject({ content, problem: undefined });
  });

  const cyclic: { self?: object } = {};
  cyclic.self = cyclic;
  const unwritable = {
    toJSON() {
      throw new Error('secret');
    },
  };
  let deep: unknown = 0;
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  it.each<[string, unknown, string]>([
    ['a BigInt', 10n, 'The tool failed.'],
    ['a cycle', cyclic, 'The tool failed.'],
    ['a nesting without end', deep, 'The tool failed.'],
    ['what refuses to be written', unwritable, 'The tool failed.'],
    ['undefined', undefined, 'The tool gave nothing.'],
    ['a function', () => 1, 'The tool gave nothing.'],
    ['a symbol', Symbol('secret'), 'The tool gave nothing.'],
  ])('%s, which JSON cannot hold, is a failure', async (_, result, error) => {
    expect(await run(toolOf(async () => result))).toMatchObject({
      error,
      problem: 'tool_failed',
    });
  });

  it.each([
    ['of one byte', 'x'],
    ['of two bytes', 'é'],
    ['of three bytes', '日'],
    ['of four bytes', '🏔'],
  ])('10 MB of characters %s is cut at 32 KiB, between two of them', async (_, character) => {
    const count = 10_000_000 / Buffer.byteLength(character);
    const { content, problem } = await run(toolOf(async () => character.repeat(count)));
    const bytes = Buffer.from(content);
    expect(problem).toBeUndefined();
    expect(bytes.byteLength).toBeLessThanOrEqual(32 * 1_024);
    expect(bytes.byteLength).toBeGreaterThan(32 * 1_024 - 8);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow();
    const [text, note] = content.split('… ');
    expect(text).toBe(character.repeat([...(text ?? '')].length));
    expect(note).toBe('[cut: the result is longer than 32 KiB]');
  });

  it('32 KiB to the byte is whole, one more is not', async () => {
    const of = (length: number) => run(toolOf(async () => 'x'.repeat(length)));
    expect((await of(32 * 1_024)).content).toBe('x'.repeat(32 * 1_024));
    expect((await of(32 * 1_024 + 1)).content).toContain('[cut');
  });

  it('10 MB of JSON is cut as well', async () => {
    const list = Array.from({ length: 1_000_000 }, (_, index) => index);
    const { content } = await run(toolOf(async () => ({ list })));
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(32 * 1_024);
    expect(content.startsWith('{"list":[0,1,2,')).toBe(true);
  });
});

describe('a tool that fails', () => {
  it('in its own words tells them to the model', async () => {
    const tool = toolOf(async () => {
      throw new ToolError('There is no such place; give the nearest town.');
    });
    expect(await run(tool)).toMatchObject({
      error: 'There is no such place; give the nearest town.',
      problem: 'tool_failed',
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['rejects', () => Promise.reject(new TypeError('secret'))],
    ['throws what is no error', () => Promise.reject('secret')],
    ['throws nothing', () => Promise.reject(undefined)],
    [
      'throws before it is a promise',
      () => {
        throw new Error('secret');
      },
    ],
    [
      'throws an error that holds another’s words',
      async () => {
        throw Object.assign(new Error('secret'), { cause: new ToolError('secret') });
      },
    ],
    ['gives no promise', (() => 'secret') as never],
  ])('in foreign words (%s) tells none of them', async (_, fail) => {
    const { content, error, problem } = await run(toolOf(fail));
    expect([error, problem]).toEqual(['The tool failed.', 'tool_failed']);
    expect(content).not.toContain('secret');
  });

  it('by hanging is given up when its signal says so, and what comes later is nobody’s', async () => {
    const { promise, reject } = Promise.withResolvers<unknown>();
    let seen: AbortSignal | undefined;
    const tool = toolOf((_, signal) => {
      seen = signal;
      return promise;
    });
    const { error, problem } = await run(tool, {}, AbortSignal.timeout(20));
    expect([error, problem]).toEqual(['The tool did not answer in time.', 'tool_timeout']);
    expect(seen?.aborted).toBe(true);
    reject(new Error('late')); // vitest fails a run with a rejection that nobody handles
    await new Promise(setImmediate);
  });

  it('as its time was over before it began does not wait', async () => {
    const { problem } = await run(
      toolOf(() => new Promise(() => {})),
      {},
      AbortSignal.abort(),
    );
    expect(problem).toBe('tool_timeout');
  });
});

describe('a call', () => {
  const tool = toolOf(async (given) => given, place);

  it('gives the tool what its schema makes of the arguments', async () => {
    const schema = z.strictObject({ nights: z.int().default(3), place: z.string().trim() });
    const { content } = await run(
      toolOf(async (given) => given, schema),
      { place: ' Annecy ' },
    );
    expect(JSON.parse(content)).toEqual({ nights: 3, place: 'Annecy' });
  });

  it('whose schema throws is a failed tool, and no failed call', async () => {
    const odd = z.strictObject({}).refine(() => {
      throw new Error('secret');
    });
    expect(await run(toolOf(async () => 1, odd))).toMatchObject({
      error: 'The tool failed.',
      problem: 'tool_failed',
    });
  });

  it('without a text for its arguments is one without arguments', async () => {
    expect(
      (
        await run(
          toolOf(async () => 'ran'),
          '',
        )
      ).content,
    ).toBe('ran');
  });

  it.each<[string, unknown, RegExp]>([
    ['not JSON', '{"place":', /^The arguments are not JSON\.$/],
    ['two JSON values', '{}{}', /^The arguments are not JSON\.$/],
    ['a list', [], /expected object/],
    ['null', null, /expected object/],
    ['without a field', { place: 'Annecy' }, /^nights: /],
    ['with a field of another type', { place: 'Annecy', nights: '3' }, /^nights: /],
    ['out of bounds', { place: 'Annecy', nights: 31 }, /^nights: .*30/],
    ['with an unknown field', { place: 'Annecy', nights: 3, extra: 1 }, /"extra"/],
    ['with __proto__', '{"place":"Annecy","nights":3,"__proto__":{"polluted":1}}', /__proto__/],
    [
      'with constructor.prototype',
      '{"place":"Annecy","nights":3,"constructor":{"prototype":{"polluted":1}}}',
      /constructor/,
    ],
  ])('whose arguments are %s is not run, and the model is told why', async (_, given, words) => {
    const { error, problem } = await run(tool, given);
    expect(problem).toBe('invalid_arguments');
    expect(error).toMatch(words);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('with prototype keys below a loose schema reaches no prototype', async () => {
    const loose = toolOf(
      async (given) => {
        const copy = Object.assign({}, (given as { any: object }).any);
        return { polluted: (copy as { polluted?: number }).polluted ?? 'no' };
      },
      z.object({ any: z.record(z.string(), z.unknown()) }),
    );
    const { content } = await run(loose, '{"any":{"__proto__":{"polluted":"yes"},"a":1}}');
    expect(content).toBe('{"polluted":"no"}');
  });

  it('with a thousand wrong fields is told of in at most 1,000 characters', async () => {
    const wide = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`field${n}`, n]));
    const { error } = await run(tool, wide);
    expect(error?.length).toBeLessThanOrEqual(1_000);
    const list = await run(
      toolOf(async () => 1, z.array(z.string())),
      Array.from({ length: 1_000 }, () => 1),
    );
    expect(list.error?.split('; ')).toHaveLength(8);
  });

  it('of a tool that is not there is told which there are', async () => {
    const answer = await runTool(
      undefined,
      { id: 'call_1', callId: 'call_1', name: 'toString', arguments: '{}' },
      [tool],
      never,
    );
    expect(answer).toEqual({
      content: '{"error":"There is no such tool. There are: tool."}',
      problem: 'unknown_tool',
    });
  });
});
