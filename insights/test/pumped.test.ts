import { gzipSync } from 'node:zlib';
import { describe, it } from 'vitest';
import { expectLinear, megabyte, shorter } from '../../test/hostile/expectLinear.ts';
import { repeat } from '../../test/hostile/repeat.ts';
import { toPlainLine } from '../plainLine.ts';
import { parseTry } from '../read/try/parseTry.ts';
import { ingest } from '../receive/ingest.ts';
import { toId } from '../receive/otlp/identifiers.ts';
import { otlp } from '../receive/otlp/otlp.ts';
import { toNanos } from '../receive/otlp/unixNano.ts';
import { durationMs } from '../receive/row/durationMs.ts';
import { unpack } from '../receive/unpack.ts';
import { findingsOf } from '../store/findingKinds.ts';
import { secretKindOf } from '../store/findings/secretKinds.ts';
import { parseRetention } from '../store/retention.ts';
import { toOperation } from '../store/toOperation.ts';
import { renderTree } from '../terminal/tree.ts';
import { explain } from '../view/explain.ts';
import { toKqlString } from '../view/kql.ts';
import { toMarkdown } from '../view/markdown.ts';
import { withoutDataUrls } from '../view/messages/mediaText.ts';
import { readMessages } from '../view/messages.ts';
import { parseFilters } from '../view/urlState.ts';
import { envelope } from './envelopes.ts';
import { start } from './running.ts';
import { chat, own } from './view/rows.ts';

type Make = (length: number) => string;

const message = (text: string) => JSON.stringify(envelope('MessageData', { message: text }));
const inItem = (piece: string, item: object): Make => {
  const [before, after] = JSON.stringify(item).split('PUMP');
  return repeat(piece, before, after);
};
const dependency = (properties: object) =>
  envelope('RemoteDependencyData', { name: 'x', properties });

const tracks: readonly [string, Make][] = [
  ['many items', repeat(`${message('a')}\n`)],
  ['a list of items', repeat(`${message('a')},`, '[', `${message('a')}]`)],
  ['one broken item', repeat(message('a').slice(0, -1))],
  ['a long text', inItem('a', dependency({ a: 'PUMP' }))],
  ['a long name', inItem('a', dependency({ PUMP: 'a' }))],
  ['many properties', (length) => JSON.stringify(dependency(manyKeys(length)))],
  [
    'stack frames',
    inItem('{},', envelope('ExceptionData', { exceptions: [{ parsedStack: 'PUMP' }] })),
  ],
  ['line ends', repeat('\n')],
  ['open texts', repeat('"\n')],
  ['brackets', repeat('[')],
  ['empty objects', repeat('{},', '[', '{}]')],
];

describe('the time of a track request grows with its length', () => {
  it.each(tracks)('%s', async (_name, make) => {
    await expectLinear((length) => Buffer.from(make(length)), ingest, shorter);
  });

  it('a packed one', async () => {
    await expectLinear(
      (length) => gzipSync(`[${message('a').repeat(length / 100)}]`),
      (body) => unpack(body, 'gzip', 64 * 1024 * 1024),
    );
  });
});

const span = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'x',
  kind: 3,
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001000000000',
};
const inSpan = (piece: string, more: object) =>
  inItem(piece, { resourceSpans: [{ scopeSpans: [{ spans: [{ ...span, ...more }] }] }] });
const attribute = (key: string, text: string) => ({
  attributes: [{ key, value: { stringValue: text } }],
});

const otlpJson: readonly [string, Make][] = [
  ['a long text', inSpan('a', attribute('a', 'PUMP'))],
  ['a long name', inSpan('a', { name: 'PUMP' })],
  ['a long key', inSpan('a', attribute('PUMP', 'a'))],
  ['an address', inSpan(':443', { ...attribute('url.full', 'https://PUMP'), kind: 3 })],
  ['a time', inSpan('1', { startTimeUnixNano: 'PUMP' })],
  ['an ID', inSpan('0', { traceId: 'PUMP' })],
  ['many spans', (length) => spansOf(length, span)],
  ['many resources', repeat('{},', '{"resourceSpans":[', '{}]}')],
  ['brackets', repeat('[', '{"resourceSpans":')],
];

describe('the time of an OTLP request grows with its length', () => {
  it.each(otlpJson)('JSON: %s', async (_name, make) => {
    await expectLinear((length) => Buffer.from(make(length)), take('json'), shorter);
  });

  // A field's number and type, its length where it has one, and what it holds.
  it.each<[string, readonly number[]]>([
    ['empty resources', [0x0a, 0]],
    ['resources in resources', [0x0a, 0x7f]],
    ['unknown fields', [0x78, 1]],
    ['groups', [0x0b]],
    ['numbers that do not end', [0xff]],
    ['zeros', [0]],
  ])('protobuf: %s', async (_name, bytes) => {
    await expectLinear(
      (length) => Buffer.alloc(length, Buffer.from(bytes)),
      take('x-protobuf'),
      shorter,
    );
  });
});

const imports: readonly [string, Make, number?][] = [
  ['one long line', repeat('a'), megabyte],
  ['brackets', repeat('[')],
  ['line ends', repeat('\n')],
  ['spaces', repeat(' ')],
  ['rows that are none', repeat('{}\n')],
  ['items that are none', repeat('0,', '{"items":[', '0]}')],
];

describe('the time of an import grows with its length', () => {
  it.each(imports)('%s', async (_name, make, shortest = shorter) => {
    const { url } = await start();
    const send = async (body: string) => {
      await (await fetch(`${url}/api/import`, { method: 'POST', body })).text();
    };
    await expectLinear(make, send, shortest);
  });
});

const recorded = 'gen_ai.input.messages';
const inRow = (value: string) => [own('ok'), chat(1, { customDimensions: { [recorded]: value } })];
const words: readonly [string, Make][] = [
  ['the begin of a token', repeat('eyJabcdefghij-')],
  ['tokens without an end', repeat('eyJabcdefghij.')],
  ['keys', repeat('AccountKey=')],
  ['signatures', repeat('?sig=abc')],
  ['dashes', repeat('-----BEGIN ')],
  ['questions', repeat('"role":"user"')],
  ['questions without content', repeat('"role":"user","content":')],
  ['contents', repeat('"content":"\\"', '"role":"user"')],
  ['a question', repeat('\\"', '[{"role":"user","parts":[{"type":"text","content":"', '"}]}]')],
  ['images', repeat('data:image/png;base64,')],
  ['one image', repeat('A', 'data:image/png;base64,')],
  ['parameters of an image', repeat(';a', 'base64,data:image/png')],
  ['backticks', repeat('``` ')],
  ['control characters', repeat('\u0007')],
  ['spaces', repeat(' ', '', '!')],
  ['line ends', repeat('\r\n')],
  ['half a character', repeat('\ud83d')],
];

const readers: readonly [string, (text: string) => unknown][] = [
  ['the search for secrets', secretKindOf],
  ['findings', (text) => findingsOf(inRow(text)[1] ?? own('ok'), text)],
  ['a summary', (text) => toOperation(inRow(text))],
  ['messages', (text) => readMessages(inRow(text)[1] ?? own('ok'))],
  ['media', withoutDataUrls],
  ['Markdown', (text) => toMarkdown(inRow(text))],
  ['a tree', (text) => renderTree([own('ok', { name: text })], { color: false })],
  ['a sentence', (text) => explain([own(text, { name: text })])],
  ['a line', (text) => toPlainLine(text, 200)],
  ['KQL', toKqlString],
];

describe.each(readers)('the time of %s grows with the text', (_reader, read) => {
  it.each(words)('%s', async (_name, make) => {
    await expectLinear(make, read, shorter);
  });
});

/** Reads what stands in an address, a header or a command. */
const parsers: readonly [string, (text: string) => unknown][] = [
  ['filters of an address', (text) => parseFilters(`q=${text}&from=${text}`)],
  ['a duration', durationMs],
  ['nanoseconds', toNanos],
  ['an ID', (text) => toId(text, 16)],
  ['what is kept', parseRetention],
  [
    'a request with a fault',
    (text) =>
      parseTry(
        JSON.stringify({
          by: 'http',
          request: { messages: [{ role: 'user', content: text }] },
          fault: 'cut',
        }),
        { embeddedModel: true },
      ),
  ],
];

describe('the time of a short text grows with its length', () => {
  it.each(parsers)('%s', async (_name, parse) => {
    for (const piece of ['0', '.', ':', ' ', '&', '/', '-', '%']) {
      await expectLinear(repeat(piece, '', '!'), parse, shorter);
    }
  });

  it('a search', async () => {
    const { url, send } = await start();
    await send([envelope('EventData', { name: 'a'.repeat(2_000) })]);
    for (const piece of ['a', '%25', '_', '%5C']) {
      await expectLinear(
        repeat(piece, '', 'b'),
        async (q) => await (await fetch(`${url}/api/operations?q=${q}`)).text(),
        2 * 1024, // with four times as much a header is full
      );
    }
  });
});

function take(type: 'json' | 'x-protobuf') {
  const headers = { 'content-type': `application/${type}` };
  return (body: Buffer) =>
    otlp.traces.take(
      headers,
      async () => body,
      () => {},
    );
}

function spansOf(length: number, one: object): string {
  const spans = Array(Math.ceil(length / JSON.stringify(one).length)).fill(one);
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

function manyKeys(length: number): Record<string, string> {
  const keys = Array.from({ length: length / 12 }, (_, index) => [`key${index}`, 'a'] as const);
  return Object.fromEntries(keys);
}
