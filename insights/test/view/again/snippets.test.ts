import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Asked } from '../../../view/again/asked.ts';
import { toPythonLiteral } from '../../../view/again/literals.ts';
import { toSnippet } from '../../../view/again/snippets.ts';

const app = 'http://127.0.0.1:7071';
const local = { app, asksKey: false };
const nasty = [
  `it's "quoted" \`id\` $(id) $HOME \\ \\n 100 %`,
  'line one\nline two\r\n\tthree',
  "''; echo owned; '",
  'مرحبا \u202e gnirts \u200b\u2028 🏕️ \ud800',
  `</script><!-- \${x} {{y}} @file`,
];
const asked = (more: Partial<Asked> = {}): Asked => ({
  by: 'http',
  api: undefined,
  request: {
    model: 'gpt-4o',
    messages: nasty.map((content) => ({ role: 'user', content })),
    temperature: 0.5,
    tools: [],
    n: null,
    parallel: true,
  },
  conversation: undefined,
  ...more,
});
const doors: readonly [string, Partial<Asked>, string][] = [
  ['by HTTP', {}, '/chat/completions'],
  [
    'as a stream',
    { by: 'stream', request: { ...asked().request, stream: true } },
    '/chat/completions',
  ],
  ['by the Responses API', { api: 'responses', request: { input: nasty.join() } }, '/responses'],
  ['as a job', { by: 'job', conversation: 'trip-9' }, '/jobs'],
  ['as a message on the queue', { by: 'queue' }, '/jobs'],
];

describe('a request as a command of a shell', () => {
  it.each(doors)('%s says to curl what was asked, whatever stands in it', (_name, more, path) => {
    const one = asked(more);
    const command = toSnippet('curl', one, local);
    const shell = `curl() { for each; do printf '%s\\0' "$each"; done; }\n${command}`;
    const { stdout, stderr, status } = spawnSync('sh', ['-c', shell], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const said = stdout.split('\0').slice(0, -1);
    expect(said).toContain(`${app}/api/v1${path}`);
    expect(JSON.parse(said[said.indexOf('--data-raw') + 1] ?? '')).toEqual(one.request);
    expect(said.includes('x-conversation-id: trip-9')).toBe(one.conversation !== undefined);
    expect(said.includes('-N')).toBe(one.by === 'stream');
  });
});

describe('a request as a program for Node.js', () => {
  it.each(doors)('%s asks the client for the same', async (_name, more, path) => {
    const one = asked({ ...more, conversation: 'trip-9' });
    const calls: unknown[][] = [];
    const create = async (...given: unknown[]) => {
      calls.push(given);
      return one.by === 'stream' ? [] : { choices: [{}] };
    };
    class OpenAI {
      readonly given: object;
      chat = {
        completions: { create: (...all: unknown[]) => create('/chat/completions', ...all) },
      };
      responses = { create: (...all: unknown[]) => create('/responses', ...all) };
      post = create;
      constructor(given: object) {
        this.given = given;
        calls.push([given]);
      }
    }
    const code = toSnippet('node', one, local).replace(/^import .*\n/, '');
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
    await new AsyncFunction('OpenAI', 'console', code)(OpenAI, { log() {} });
    const headers = { 'x-conversation-id': 'trip-9' };
    expect(calls).toEqual([
      [{ baseURL: `${app}/api/v1`, apiKey: 'unused', maxRetries: 0 }],
      path === '/jobs' ? [path, { body: one.request, headers }] : [path, one.request, { headers }],
    ]);
  });
});

describe('a request as a program for Python', () => {
  it.each<[string, unknown, string]>([
    ['words of its own', [true, false, null], '[\n    True,\n    False,\n    None,\n]'],
    ['quotes and lines', 'a"b\'c\\d\ne', '"a\\"b\'c\\\\d\\ne"'],
    ['what is not seen', 'a\u202eb\u200b', '"a\\u202eb\\u200b"'],
    ['numbers', 1e21, '1e+21'],
    ['what is empty', { a: [], b: {} }, '{\n    "a": [],\n    "b": {},\n}'],
  ])('writes %s as Python does', (_name, value, expected) => {
    expect(toPythonLiteral(value)).toBe(expected);
  });

  it.each(doors)('%s asks the client for it', (_name, more, path) => {
    const code = toSnippet('python', asked({ ...more, conversation: 'trip-9' }), local);
    const method = { '/jobs': 'client.post("/jobs", ', '/responses': 'client.responses.create(' };
    expect(code).toContain(
      method[path as keyof typeof method] ?? 'client.chat.completions.create(**request, ',
    );
    expect(code).toContain('"x-conversation-id": "trip-9"');
    expect(code).not.toMatch(/[\u202e\u200b\u2028]/);
  });
});

describe('a request to an app that is not known', () => {
  it.each(['curl', 'node', 'python'] as const)(
    'by %s goes to a placeholder, with a key of the environment',
    (form) => {
      const code = toSnippet(form, asked(), { app: null, asksKey: false });
      expect(code).toContain('https://YOUR-APP.azurewebsites.net/api/v1');
      expect(code).toMatch(/x-functions-key.*CALLSPAN_KEY/);
      expect(toSnippet(form, asked(), local)).not.toMatch(/CALLSPAN_(API_)?KEY/);
    },
  );
});

describe('a request to an app with callers', () => {
  it.each([
    ['curl', '-H "Authorization: Bearer $CALLSPAN_API_KEY"'],
    ['node', 'apiKey: process.env.CALLSPAN_API_KEY,'],
    ['python', 'api_key=os.environ["CALLSPAN_API_KEY"],'],
  ] as const)(
    'as %s takes the key of one from the environment, in its own field',
    (form, field) => {
      const text = toSnippet(form, asked(), { app, asksKey: true });
      expect(text).toContain(field);
      expect(text).not.toMatch(/x-functions-key|unused/);
      if (form === 'python') expect(text).toMatch(/^import os\n/);
    },
  );
});
