import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import * as z from 'zod';
import type { Assistant } from '../../src/assistants/assistant.ts';
import { defineTool, ToolError } from '../../src/assistants/tool.ts';
import { daylight } from '../../src/assistants/tools/daylight.ts';
import { packingList } from '../../src/assistants/tools/packingList.ts';
import { errorCodes, toAppError } from '../../src/errors.ts';
import {
  chunks,
  event,
  modelAnswer,
  type Reply,
  reply,
  startScriptedModel,
} from '../e2e/scriptedModel.ts';
import { limitsIn } from '../time/limitsIn.ts';
import { startAssistants } from '../unit/assistants/startAssistants.ts';
import { runs } from './runs.ts';

const anHour = 3_600_000;

const any = defineTool({
  name: 'any',
  description: 'Gives back what it is given, or fails.',
  arguments: z.looseObject({ fail: z.string().optional() }),
  async run(given) {
    if (given.fail !== undefined) throw given.fail === '' ? given : new ToolError(given.fail);
    return given;
  },
});
const guide: Assistant = {
  name: 'guide',
  version: '1',
  instructions: 'You are a guide.',
  tools: [any, daylight, packingList],
  limits: { maxSteps: 3, maxToolCalls: 5, toolMs: 2_000 },
};

const text = fc.string({ unit: 'binary', maxLength: 30 });
const toolName = fc.oneof(
  fc.constantFrom('any', 'daylight', 'packing_list', '__proto__', ''),
  text,
);
const given = fc.oneof(
  text,
  fc.json(),
  fc.constantFrom('{"fail":""}', '{"fail":"no"}', '{"__proto__":{"a":1}}', '['.repeat(5_000)),
  fc
    .record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      timeZone: fc.constantFrom('UTC', 'Europe/Oslo', 'Pacific/Apia', 'nowhere', '+05:45', ''),
      date: fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
        fc.constantFrom('0000-01-01', '9999-12-31', '2024-02-29', '2026-02-30'),
      ),
    })
    .map((place) => JSON.stringify(place)),
);
const call = fc.oneof(
  fc.record({
    id: fc.option(text, { nil: undefined }),
    type: fc.constant('function'),
    function: fc.record({ name: toolName, arguments: given }),
  }),
  fc.jsonValue({ maxDepth: 2 }),
);
const step = fc.record({
  content: fc.option(text),
  calls: fc.oneof(fc.constant([]), fc.array(call, { maxLength: 4 }), fc.jsonValue({ maxDepth: 1 })),
});

type Step = { content: string | null; calls: unknown };

function whole({ content, calls }: Step): Reply {
  const message = { role: 'assistant', content, tool_calls: calls };
  return reply(200, {
    ...modelAnswer,
    choices: [{ index: 0, finish_reason: 'tool_calls', message }],
  });
}

function streamed({ content, calls }: Step): Reply {
  const list = Array.isArray(calls) ? calls : [calls];
  const deltas = list.map((part, index) => ({
    ...chunks.role,
    choices: [
      {
        index: 0,
        delta: {
          tool_calls: [typeof part === 'object' && part !== null ? { index, ...part } : part],
        },
        finish_reason: null,
      },
    ],
  }));
  const said = content === null ? [] : [chunks.content(content)];
  const all = [chunks.role, ...said, ...deltas, chunks.content('', 'tool_calls'), chunks.usage];
  return reply(200, [...all, '[DONE]'].map(event).join(''), {
    'content-type': 'text/event-stream',
  });
}

const model = await startScriptedModel();
afterAll(model.stop);

it.each([
  ['whole', whole],
  ['streamed', streamed],
])(
  'whatever a model says to an assistant (%s), it is an answer or an error of ours, and every span ends once',
  async (form, toReply) => {
    const ends = { answered: 0, failed: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        model.replies.length = 0;
        model.received.length = 0;
        model.replies.push(...steps.map(toReply));
        // A step that cannot be read is asked for again; time for that would be most of the run.
        const { inference, tools, agents, chats } = startAssistants(model.url, [guide]);
        const limits = limitsIn(400);
        const request = { model: 'guide', messages: [{ role: 'user' as const, content: 'hi' }] };
        try {
          if (form === 'streamed') {
            for await (const data of await inference.stream({ ...request, stream: true }, limits)) {
              for (const one of data) expect(JSON.parse(one).model).toBe('guide');
            }
          } else {
            const answer = await inference.complete(request, limits);
            expect(answer.choices[0]?.finish_reason).toMatch(/^(stop|length|tool_calls)$/);
          }
          ends.answered += 1;
        } catch (thrown) {
          const { code } = toAppError(thrown);
          expect(errorCodes[code].status).toBeGreaterThanOrEqual(500);
          expect(code).not.toBe('internal_error');
          ends.failed += 1;
        }
        expect(tools.every((tool) => tool.ends === 1)).toBe(true);
        expect(tools.every(({ name }) => /^(any|daylight|packing_list|unknown)$/.test(name))).toBe(
          true,
        );
        expect(chats.every(({ end }) => end !== undefined)).toBe(true);
        expect(agents.map(({ ended }) => ended.length)).toEqual([1]);
        expect(({} as { a?: number }).a).toBeUndefined();
      }),
      runs(150),
    );
    expect(ends.answered).toBeGreaterThan(0);
    expect(ends.failed).toBeGreaterThan(0);
  },
  anHour,
);

it(
  'whatever the travel guide’s tools are given, they give a result, or words of their own',
  async () => {
    const { signal } = new AbortController();
    await fc.assert(
      fc.asyncProperty(given, async (json) => {
        let value: unknown;
        try {
          value = JSON.parse(json);
        } catch {
          return;
        }
        for (const tool of [daylight, packingList]) {
          const checked = tool.arguments.safeParse(value);
          if (!checked.success) continue;
          const result = await tool.run(checked.data as never, signal).catch((thrown) => thrown);
          if (result instanceof Error) expect(result).toBeInstanceOf(ToolError);
          else expect(JSON.stringify(result)).not.toMatch(/Invalid|NaN/);
        }
      }),
      runs(1_000),
    );
  },
  anHour,
);
