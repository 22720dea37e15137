/** As large as a body may be, in bytes. */
const bodyBytes = 8 * 1024 * 1024;

/** As many values as a body may have, but for those around them. */
const mostValues = 99_900;

/** A body that repeats one thing: what is before, the thing by its number, and what is after. */
interface Repeated {
  readonly before: string;
  readonly item: (index: number) => string;
  readonly after: string;
  /** Of one thing, as the bound counts. */
  readonly values: number;
}

const user = '{"role":"user","content":"hi"}';
const function_ = '"type":"function","function":{"name":"f"';
const top = (before: string, item: Repeated['item'], after: string, values = 1): Repeated => ({
  before: `{"messages":[${user}],${before}`,
  item,
  after: `${after}}`,
  values,
});
const inMessage = (before: string, item: string, after: string, values: number): Repeated => ({
  before: `{"messages":[{${before}`,
  item: () => item,
  after: `${after}}]}`,
  values,
});

const repeated: Readonly<Record<string, Repeated>> = {
  'numbers as messages': { before: '{"messages":[', item: () => '0', after: ']}', values: 1 },
  'objects as messages': { before: '{"messages":[', item: () => '{}', after: ']}', values: 2 },
  'numbers as parts': inMessage('"role":"user","content":[', '0', ']', 1),
  'parts without text': inMessage('"role":"user","content":[', '{"type":"text"}', ']', 2),
  'parts of a wrong text': inMessage(
    '"role":"user","content":[',
    '{"type":"text","text":0}',
    ']',
    3,
  ),
  'objects as tool calls': inMessage('"role":"assistant","tool_calls":[', '{}', ']', 2),
  'objects as annotations': inMessage('"role":"assistant","annotations":[', '{}', ']', 2),
  'pairs of metadata': top('"metadata":{', (n) => `"k${n}":""`, '}'),
  'wrong pairs of metadata': top('"metadata":{', (n) => `"k${n}":0`, '}'),
  'keys of logit_bias': top('"logit_bias":{', (n) => `"k${n}":0`, '}'),
  'tokens in logit_bias': top('"logit_bias":{', (n) => `"${n}":0`, '}'),
  'unknown keys': top('', (n) => `"k${n}":0`, ''),
  'keys like integers': top('', (n) => `"${n * 40_000}":0`, ''),
  'the same key': top('', () => '"a":0', ''),
  'objects as tools': top('"tools":[', () => '{}', ']', 2),
  'schemas of a choice': top(
    `"tools":[{${function_},"parameters":{"anyOf":[`,
    () => '{}',
    ']}}}]',
    2,
  ),
  'stop sequences': top('"stop":[', () => '"a"', ']'),
  'numbers as stop sequences': top('"stop":[', () => '0', ']'),
  modalities: top('"modalities":[', () => '"a"', ']'),
};

/** What is before, what is repeated to the end. */
const endless: Readonly<Record<string, readonly [before: string, piece: string]>> = {
  'opening brackets': ['', '['],
  'opening objects': ['', '{"a":'],
  'empty lists': ['{"messages":[', '[],'],
  'a text without an end': ['{"messages":"', 'a'],
  backslashes: ['{"messages":"', '\\'],
  spaces: ['{"messages":', ' '],
  digits: ['{"seed":', '1'],
  commas: ['[', ','],
  quotes: ['[', '"'],
  colons: ['{"a"', ':'],
  'bytes of 0': ['{', '\0'],
  'bytes that are not UTF-8': ['{"messages":"', '\xff'],
};

/** A body, made when it is asked for. */
export interface HostileBody {
  readonly name: string;
  make(): Buffer;
}

/** Bodies of 8 MiB that are no request: as much of one thing as fits. All are refused with 400. */
export const hostileBodies: readonly HostileBody[] = [
  ...Object.entries(repeated).map(([name, what]) => ({
    name,
    make: () => toBody(what, (bytes) => bytes < bodyBytes - 100),
  })),
  ...Object.entries(endless).map(([name, [before, piece]]) => ({
    name,
    make: () => Buffer.alloc(bodyBytes, piece).fill(before, 0, before.length),
  })),
];

/** The same with just as many values as are still parsed, then spaces: some are requests, and all must be checked. */
export const heavyBodies: readonly HostileBody[] = Object.entries(repeated).map(([name, what]) => ({
  name,
  make: () => toBody(what, (_bytes, count) => (count + 1) * what.values <= mostValues),
}));

function toBody(
  { before, item, after }: Repeated,
  goesOn: (bytes: number, count: number) => boolean,
): Buffer {
  const items: string[] = [];
  for (let bytes = 0; goesOn(bytes, items.length); bytes += (items.at(-1)?.length ?? 0) + 1) {
    items.push(item(items.length));
  }
  const json = `${before}${items.join(',')}${after}`;
  return Buffer.from(json.padEnd(bodyBytes));
}
