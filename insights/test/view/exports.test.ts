import { describe, expect, it } from 'vitest';
import { toMarkdown } from '../../view/markdown.ts';
import { toPerfetto } from '../../view/perfetto.ts';
import { chat, host, own, row, thrown } from './rows.ts';

const busy = { error: 'rate_limit_exceeded', status: 429 };
const rows = [
  host({ success: 'False', resultCode: '429', cloud_RoleName: 'callspan' }),
  own('rate_limit_exceeded', { at: 90, duration: 12_300 }),
  chat(1, { at: 100, duration: 330, ...busy }),
  chat(2, { at: 2_310, ...busy }),
  thrown('rate_limit_exceeded', { at: 12_390 }),
];

describe('a call as Markdown', () => {
  it('tells what happened, the facts, the tree and the rows that failed', () => {
    const markdown = toMarkdown(rows);
    expect(markdown).toContain('# gpt-4o answered 429 on all 2 calls in 12.4 s; no time was left');
    expect(markdown).toContain('What to do: raise the quota of the deployment');
    expect(markdown).toContain('- outcome: `rate_limit_exceeded`');
    expect(markdown).toContain('- model: `gpt-4o, gpt-4o`');
    expect(markdown).toContain('- session: `s1`');
    expect(markdown).toMatch(
      / {4}chat gpt-4o 2\/2 +310 ms at 2\.31 s, after a wait of 1\.88 s {2}✕ rate_limit_exceeded/,
    );
    expect(markdown.match(/```json/g)).toHaveLength(5);
    expect(markdown).not.toContain('## Messages');
  });

  it('tells who asked, where that is known', () => {
    const of = (customDimensions: Record<string, string>) =>
      toMarkdown([own('ok', { customDimensions })]);
    expect(of({ 'app.caller': 'mobile' })).toContain('- caller: `mobile`');
    expect(of({})).not.toContain('caller:');
  });

  it('has the messages only when they are recorded', () => {
    const content = [{ role: 'user', parts: [{ type: 'text', content: 'Where to?' }] }];
    const recorded = chat(1, {
      customDimensions: { 'gen_ai.input.messages': JSON.stringify(content) },
    });
    expect(toMarkdown([own('ok'), recorded])).toContain('**user**\n\n```\nWhere to?\n```');
  });

  it('tells what was said of a failed call once, whatever names it came by', () => {
    const said = JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: 'Where to?' }] },
    ]);
    const failed = { ...chat(1, busy), genAi: { 'gen_ai.input.messages': said } };
    expect(toMarkdown([own('ok'), failed]).match(/Where to\?/g)).toHaveLength(1);
  });

  it('nothing that was said can end its fence or become Markdown', () => {
    const content = [
      { role: 'user', parts: [{ type: 'text', content: '```\n# injected\n@somebody' }] },
    ];
    const said = toMarkdown([
      own('ok'),
      chat(1, { customDimensions: { 'gen_ai.input.messages': JSON.stringify(content) } }),
    ]);
    expect(said).toContain('````\n```\n# injected\n@somebody\n````');
    const foreign = toMarkdown([
      row('dependencies', {
        name: '[x](http://e.test) @somebody',
        duration: 1,
      }),
    ]);
    expect(foreign).toContain('# \\[x\\](http://e.test) &#64;somebody took 1 ms.');
  });

  it('of 10,000 rows stays short', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => chat(1, { at: n, ...busy }));
    expect(toMarkdown([own('ok'), ...many]).length).toBeLessThan(100_000);
  });
});

describe('a call for Perfetto', () => {
  const parse = (json: string): { traceEvents: Record<string, unknown>[] } => JSON.parse(json);

  it('has a slice for each span and a sign for each exception, in microseconds', () => {
    const { traceEvents } = parse(toPerfetto(rows));
    const slices = traceEvents.filter(({ ph }) => ph === 'X');
    expect(slices.map(({ name, ts, dur }) => [name, ts, dur])).toEqual([
      ['POST /api/v1/chat/completions', 0, 12_400_000],
      ['generate_completion', 90_000, 12_300_000],
      ['chat gpt-4o', 100_000, 330_000],
      ['chat gpt-4o', 2_310_000, 310_000],
    ]);
    expect(traceEvents.filter(({ ph }) => ph === 'i')).toMatchObject([
      { name: 'exception', ts: 12_390_000, args: { text: 'Our words.' } },
    ]);
  });

  it('names its process and a track for each kind and depth', () => {
    const { traceEvents } = parse(toPerfetto(rows));
    const named = traceEvents.filter(({ name }) => `${name}`.endsWith('_name'));
    expect(named.map(({ args }) => args)).toEqual([
      { name: 'callspan' },
      { name: '0 host' },
      { name: '1 ours' },
      { name: '2 model' },
    ]);
  });

  it('spans that overlap are on tracks of their own', () => {
    const parallel = [own('ok'), chat(1, { duration: 100 }), chat(1, { at: 50, duration: 100 })];
    const slices = parse(toPerfetto(parallel)).traceEvents.filter(({ ph }) => ph === 'X');
    expect(new Set(slices.map(({ tid }) => tid)).size).toBe(3);
    const { traceEvents } = parse(toPerfetto(rows));
    expect(new Set(traceEvents.filter(({ ph }) => ph === 'X').map(({ tid }) => tid)).size).toBe(3);
  });

  it('of no rows is an empty trace', () => {
    expect(parse(toPerfetto([])).traceEvents).toHaveLength(1);
  });
});
