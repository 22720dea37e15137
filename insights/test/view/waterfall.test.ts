import { describe, expect, it } from 'vitest';
import type { Row } from '../../row.ts';
import { toTicks } from '../../view/waterfall/ticks.ts';
import { type Line, toWaterfall } from '../../view/waterfall.ts';
import { chat, host, own, row, rowsUnder, thrown } from './rows.ts';

const busy = { error: 'rate_limit_exceeded', status: 429 };
const retried = [
  chat(3, { at: 7_500, duration: 280, model: 'gpt-4o-mini', ...busy }),
  chat(2, { at: 2_310, duration: 310, ...busy }),
  chat(1, { at: 100, duration: 330, ...busy }),
  thrown('rate_limit_exceeded', { at: 12_390 }),
  row('traces', { under: 'own', at: 12_395, message: 'a line' }),
  own('rate_limit_exceeded', {
    at: 90,
    duration: 12_300,
    customDimensions: { 'faas.coldstart': 'true' },
  }),
  host({ duration: 12_400, success: 'False', resultCode: '429' }),
];

const named = (lines: readonly Line[], name: string): Line => {
  const found = lines.find((line) => line.name === name);
  if (found === undefined)
    throw new Error(`No line ${name} among ${lines.map((line) => line.name)}`);
  return found;
};
const outline = (rows: readonly Row[]) =>
  toWaterfall(rows).lines.map(({ depth, name }) => `${' '.repeat(depth)}${name}`);

/** A job: accepted, and run once or more, each run's host row in a trace of its own. */
const send = row('dependencies', {
  id: 'send',
  under: 'accept',
  session_Id: 's0',
  name: 'send inference-requests',
  duration: 20,
  success: 'True',
});
const delivery = (n: number, at: number, outcome: string, faas = 'inferenceQueue') => [
  host({
    id: `host${n}`,
    name: faas,
    operation_Id: `trace${n}`,
    at,
    duration: 1_020,
    customDimensions: { 'faas.invocation_id': `run${n}`, 'faas.trigger': 'pubsub' },
  }),
  own(outcome, {
    id: `own${n}`,
    under: 'send',
    session_Id: `run${n}`,
    at: at + 10,
    duration: 1_000,
    customDimensions: { 'faas.trigger': 'pubsub', 'app.job': 'trip-7', 'faas.name': faas },
  }),
  chat(1, { under: `own${n}`, session_Id: `run${n}`, at: at + 20, duration: 500 }),
];

/** How often a layout reads from its rows: its work, without a clock (the time: `npm run bench -- insights layout`). */
function readsOf(rows: readonly Row[]): number {
  let reads = 0;
  const counted = rows.map(
    (row) =>
      new Proxy(row, {
        get(target, name, receiver) {
          reads += 1;
          return Reflect.get(target, name, receiver);
        },
      }),
  );
  expect(toWaterfall(counted).lines.length).toBeGreaterThanOrEqual(rows.length);
  return reads;
}

describe('a waterfall', () => {
  it('each row stands under its parent, then by time, however they came', () => {
    expect(outline(retried)).toEqual([
      'POST /api/v1/chat/completions',
      ' generate_completion',
      '  chat gpt-4o',
      '  chat gpt-4o',
      '  chat gpt-4o-mini',
    ]);
    const { lines } = toWaterfall(retried);
    expect(lines.map(({ parent }) => parent)).toEqual([-1, 0, 1, 1, 1]);
    expect(lines.map(({ descendants }) => descendants)).toEqual([4, 3, 0, 0, 0]);
  });

  it('each bar is where its times say', () => {
    const { lines, totalMs } = toWaterfall(retried);
    for (const { x, width, startMs, durationMs, segments } of lines) {
      expect(x).toBeCloseTo(startMs / totalMs, 9);
      expect(width).toBeCloseTo(durationMs / totalMs, 9);
      for (const each of segments) expect(each.x).toBeCloseTo(each.startMs / totalMs, 9);
    }
    expect(totalMs).toBe(12_400);
  });

  it('retries are numbered, with the wait drawn before each, and a fallback is marked', () => {
    const [first, second, third] = toWaterfall(retried).lines.slice(2);
    expect(first?.attempt).toEqual({ n: 1, of: 3, waitMs: 0 });
    expect(second?.attempt).toEqual({ n: 2, of: 3, waitMs: 1_880 });
    expect(third?.attempt).toEqual({ n: 3, of: 3, waitMs: 4_880 });
    expect([first?.fallback, second?.fallback, third?.fallback]).toEqual([false, false, true]);
    expect(first?.segments.at(-1)).toMatchObject({
      kind: 'retry',
      startMs: 430,
      durationMs: 1_880,
      label: '1.88 s wait',
    });
    expect(third?.segments.map(({ kind }) => kind)).toEqual(['whole']);
  });

  it('a line says all of it to a screen reader', () => {
    expect(toWaterfall(retried).lines[3]?.label).toBe(
      'chat gpt-4o, call 2 of 3, failed 429, 310 ms, starts at 2.31 s, after a wait of 1.88 s',
    );
  });

  it('a line of a call by the Responses API says so', () => {
    const asked = chat(1, { customDimensions: { 'openai.api.type': 'responses' } });
    const { lines } = toWaterfall([own('ok'), asked]);
    expect(named(lines, 'chat gpt-4o').label).toBe(
      'chat gpt-4o, by the Responses API, 310 ms, starts at 0',
    );
  });

  it('calls that began in the same millisecond stand in the order of their attempts', () => {
    const { lines } = toWaterfall([own('ok'), chat(2), chat(1, { duration: 0, ...busy })]);
    expect(lines.map(({ attempt }) => attempt?.n)).toEqual([undefined, 1, 2]);
  });

  it('an agent that asks a model at each step makes no retries', () => {
    const rows = [own('ok'), chat(1, { at: 1 }), chat(1, { at: 2 }), chat(1, { at: 3 })];
    const { lines } = toWaterfall(rows);
    expect(lines.map(({ attempt }) => attempt)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    [
      'streamed: hollow to the first chunk, then solid',
      { first: 412 },
      ['wait 0+412', 'stream 412+588'],
      [412],
    ],
    [
      'streamed, failed before a chunk: all hollow',
      { customDimensions: { 'gen_ai.request.stream': 'true' } },
      ['wait 0+1000'],
      [],
    ],
    ['not streamed: half-tone', {}, ['whole 0+1000'], []],
    [
      'with a first chunk after its end: at the end',
      { first: 5_000 },
      ['wait 0+1000', 'stream 1000+0'],
      [1_000],
    ],
  ])('a call %s', (_what, more, segments, firsts) => {
    const [line] = toWaterfall([chat(1, { under: '', duration: 1_000, ...more })]).lines;
    expect(
      line?.segments.map(({ kind, startMs, durationMs }) => `${kind} ${startMs}+${durationMs}`),
    ).toEqual(segments);
    expect(line?.marks.map(({ atMs }) => atMs)).toEqual(firsts);
  });

  it("the host's time before our code is told apart, and a cold start is said", () => {
    const [line] = toWaterfall(retried).lines;
    expect(line?.segments).toMatchObject([
      { kind: 'lead', durationMs: 90, label: 'before our code, cold start 90 ms' },
      { kind: 'span', startMs: 90, durationMs: 12_310 },
    ]);
  });

  it("log lines and exceptions are signs on their parent's bar", () => {
    const { marks } = named(toWaterfall(retried).lines, 'generate_completion');
    expect(marks.map(({ kind, atMs }) => [kind, atMs])).toEqual([
      ['exception', 12_390],
      ['log', 12_395],
    ]);
  });

  it('tools and agents have their own kind and step', () => {
    const kinds = ['invoke_agent', 'execute_tool', 'chat'].map((operation, at) =>
      row('dependencies', {
        at,
        under: 'own',
        name: operation,
        duration: 1,
        customDimensions: { 'gen_ai.operation.name': operation, 'app.step': '2' },
      }),
    );
    const { lines } = toWaterfall([own('ok'), ...kinds]);
    expect(lines.map(({ kind }) => kind)).toEqual(['ours', 'agent', 'tool', 'model']);
    expect(lines[1]?.step).toBe(2);
  });

  it("a queue run hangs under what sent it, its host's row joined from another trace", () => {
    const rows = [send, ...delivery(1, 3_420, 'ok')];
    expect(outline(rows)).toEqual([
      'send inference-requests',
      ' inferenceQueue',
      '  generate_completion',
      '   chat gpt-4o',
    ]);
    const line = named(toWaterfall(rows).lines, 'inferenceQueue');
    expect(line).toMatchObject({ joined: true, startMs: 3_420 });
    expect(line.skewMs).toBeUndefined();
    expect(line.segments[0]).toMatchObject({
      kind: 'queue',
      startMs: 20,
      durationMs: 3_400,
      label: 'in queue 3.40 s',
    });
  });

  it('a run that begins while its message is still being sent is not outside of anything', () => {
    const { lines } = toWaterfall([send, ...delivery(1, 10, 'ok')]);
    expect(lines.filter(({ skewMs }) => skewMs !== undefined)).toEqual([]);
    expect(lines.flatMap(({ segments }) => segments.map(({ kind }) => kind))).not.toContain(
      'queue',
    );
  });

  it('each delivery of a job is a group, with the wait before it', () => {
    const rows = [
      send,
      ...delivery(3, 70_000, 'retries_exhausted', 'inferencePoison'),
      ...delivery(2, 33_000, 'model_unavailable'),
      ...delivery(1, 1_000, 'model_unavailable'),
    ];
    const { lines } = toWaterfall(rows);
    const groups = lines.filter(({ kind }) => kind === 'delivery');
    expect(groups.map(({ name, descendants }) => [name, descendants])).toEqual([
      ['delivery 1 of 2', 3],
      ['delivery 2 of 2', 3],
      ['given up, from the poison queue', 3],
    ]);
    expect(groups.map(({ segments }) => segments[0]?.label)).toEqual([
      'in queue 980 ms',
      'delivered again after 31.0 s',
      'delivered again after 36.0 s',
    ]);
  });

  it('until the row of the call has come, what is there hangs under a ghost', () => {
    const early = [chat(1, { at: 40, duration: 10 }), row('traces', { at: 60, under: 'own' })];
    const { lines, rootArrived } = toWaterfall(early);
    expect(rootArrived).toBe(false);
    expect(lines.map(({ kind, depth }) => [kind, depth])).toEqual([
      ['ghost', 0],
      ['model', 1],
    ]);
    expect(lines[0]).toMatchObject({ startMs: 0, durationMs: 20 });
    expect(lines[0]?.marks).toHaveLength(1);
    expect(outline([...early, host()])[1]).toBe(' not arrived');
    expect(toWaterfall([...early, own('ok')]).rootArrived).toBe(true);
  });

  it('a call in the trace of its caller is no orphan', () => {
    expect(toWaterfall([host({ under: 'browser' }), own('ok'), chat(1)]).rootArrived).toBe(true);
    expect(toWaterfall([own('ok', { under: 'lost' }), chat(1)]).rootArrived).toBe(true);
  });

  it('a child outside its parent is drawn as it was sent, and how far is told', () => {
    const rows = [own('ok', { at: 80, duration: 100 }), chat(1, { duration: 90 })];
    const line = named(toWaterfall(rows).lines, 'chat gpt-4o');
    expect(line).toMatchObject({ startMs: 0, durationMs: 90, skewMs: 80 });
    expect(line.label).toContain('clocks differ by 80 ms');
    const late = toWaterfall([own('ok', { duration: 100 }), chat(1, { at: 60, duration: 100 })]);
    expect(named(late.lines, 'chat gpt-4o').skewMs).toBe(60);
    const cold = toWaterfall([own('ok', { duration: 100 }), chat(1, { at: 12, duration: 100 })]);
    expect(named(cold.lines, 'chat gpt-4o').skewMs).toBeUndefined(); // as the health page finds nothing
  });

  it.each([[-5], [Number.NaN]])('a duration of %d is drawn as none, and flagged', (duration) => {
    const [line] = toWaterfall([own('ok', { duration })]).lines;
    expect(line).toMatchObject({ durationMs: 0, endedBeforeStart: true, x: 0, width: 0 });
  });

  it('a long gap in which nothing ran is drawn short, unless true scale is asked for', () => {
    const rows = [send, ...delivery(1, 600_020, 'ok')];
    const { folds, lines, toX, toMs } = toWaterfall(rows);
    expect(folds).toMatchObject([{ startMs: 20, endMs: 600_020, label: '10 min 0 s in queue' }]);
    expect(folds[0]?.width).toBeLessThan(0.1);
    expect(named(lines, 'inferenceQueue').width).toBeGreaterThan(0.9);
    expect(toX(601_040)).toBeCloseTo(1, 9);
    for (const ms of [0, 10, 300_000, 600_500]) expect(toMs(toX(ms))).toBeCloseTo(ms, 3);
    const trueScale = toWaterfall(rows, { trueScale: true });
    expect(trueScale.folds).toEqual([]);
    expect(named(trueScale.lines, 'inferenceQueue').width).toBeCloseTo(1_020 / 601_040, 9);
  });

  it('a gap of half the time, or one in which the call itself ran, is not folded', () => {
    const half = [send, ...delivery(1, 1_500, 'ok')];
    expect(toWaterfall(half).folds).toEqual([]);
    const waited = [own('ok', { duration: 60_000 }), chat(1), chat(2, { at: 59_000 })];
    expect(toWaterfall(waited).folds).toEqual([]);
  });

  it('ticks are round times, about six, and none in a fold', () => {
    expect(toTicks(toWaterfall(retried)).map(({ label }) => label)).toEqual(['0', '5 s', '10 s']);
    const folded = toWaterfall([send, ...delivery(1, 600_020, 'ok')]);
    const ticks = toTicks(folded);
    expect(ticks.length).toBeLessThan(12);
    expect(ticks.filter(({ ms }) => ms > 20 && ms < 600_020)).toEqual([]);
    expect(toTicks(toWaterfall([]))).toEqual([{ ms: 0, x: 0, label: '0' }]);
  });

  it('ticks close together after a minute are told apart', () => {
    const long = toWaterfall([own('ok', { duration: 120_000 })]);
    const labels = toTicks(long, 0.5, 0.505).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels.slice(0, 2)).toEqual(['1 min', '1 min 0.1 s']);
  });

  it('a failed run of the queue has no code of the host, which tells none', () => {
    const failed = host({
      success: 'False',
      resultCode: '1',
      customDimensions: { 'faas.trigger': 'pubsub' },
    });
    expect(toWaterfall([failed]).lines[0]?.code).toBe('error');
  });

  it('rows that are each other’s parents are all drawn, once', () => {
    const loop = [
      row('dependencies', { id: 'a', under: 'c', name: 'a', duration: 3 }),
      row('dependencies', { id: 'b', under: 'a', name: 'b', duration: 2, at: 1 }),
      row('dependencies', { id: 'c', under: 'b', name: 'c', duration: 1, at: 2 }),
      row('dependencies', { id: 'd', under: 'd', name: 'd', duration: 1, at: 3 }),
    ];
    expect(outline(loop)).toEqual(['d', 'a', ' b', '  c']);
  });

  it('the same row sent twice is drawn twice, under keys of their own', () => {
    const twice = chat(1, { id: 'twice' });
    const { lines } = toWaterfall([host(), own('ok'), twice, { ...twice }]);
    expect(lines).toHaveLength(4);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(4);
  });

  it('no rows, or only log lines, are no mistake', () => {
    expect(toWaterfall([])).toMatchObject({ lines: [], totalMs: 0, startedAt: 0 });
    expect(toWaterfall([row('traces', { message: 'a' })]).lines).toHaveLength(1);
  });

  it.each([
    ['one below the other', (n: number) => (n === 0 ? '' : `n${n - 1}`)],
    ['beside each other', (n: number) => (n === 0 ? '' : 'n0')],
    ['without their parent', (n: number) => `lost${n}`],
  ])('ten times the rows %s are ten times the work', (_what, under) => {
    const few = readsOf(rowsUnder(1_000, under));
    expect(readsOf(rowsUnder(10_000, under))).toBeLessThan(20 * few); // sorting takes the rest
  });
});
