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
  'parts of a wrong text': inMessage('"role":"user","content":[', '{"type":"text","text":0}', ']', 3),
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
  'schemas of a choice': top(`"tools":[{${function_},"parameters":{"anyOf":[`, () => '{}', ']}}}]', 2),
  'stop sequences': top('"stop":[', () => '"a"', ']'),
  'numbers as stop sequences': top('"stop":[', () => '0', ']'),
  modalities: top('"modalities":[', () => '"a"', ']'),
};

const endless: Readonly<Record<string, readonly [before: string, repeated: string, after: string]>> = {
  'opening brackets': ['', '[', ''],
  'opening objects': ['', '{"a":', ''],
  'nested lists': ['{"messages":', '[],', ''],
  'a text without an end': ['{"messages":"', 'a', ''],
  backslashes: ['{"messages":"', '\\', ''],
  spaces: ['{"messages":', ' ', ''],
  digits: ['{"seed":', '1', '}'],
  commas: ['[', ',', ']'],
  quotes: ['[', '"', ']'],
  'a long key': ['{"', 'k', '":0}'],
  zeros: ['', '\0', ''],
};

/**
 * Bodies of 8 MiB that are no request, by what they hold: as much of it as fits, and just as much as is still parsed, then
 * spaces. All are refused with 400.
 */
export const hostileBodies: readonly (readonly [name: string, make: () => Buffer])[] = [
  ...Object.entries(repeated).flatMap(([name, what]) => [
    [`${name}, as many as fit`, () => toBody(what, bodyBytes)] as const,
    ...(accepted.has(name) ? [] : [[`${name}, 100,000 values`, () => toBody(what, mostValues)] as const]),
  ]),
];
