import fc from 'fast-check';

const keys = ['messages', 'role', 'content', 'model', 'tools', 'stop', 'request', 'job', 'stream'];
const odd = ['__proto__', 'constructor', 'prototype', 'id', 'dequeueCount', 'requestBlob', 'n'];

/** Any JSON value, with the names that mean something among its keys. */
const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('user', 'text', null, -1, 1e308, '\u0000', '\ud800'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...keys, ...odd), fc.string()), tie('value'), {
    maxKeys: 5,
  }),
})).value;

const text = fc.string({ unit: 'binary', maxLength: 40 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const textPart = fc.record({ type: fc.constant('text'), text });
const imagePart = fc.record({
  type: fc.constant('image_url'),
  image_url: fc.record({ url: fc.webUrl(), detail: fc.constantFrom('auto', 'low', 'high') }),
});
const functionName = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const message = fc.oneof(
  fc.record({ role: fc.constantFrom('system', 'developer'), content: text }),
  fc.record({
    role: fc.constant('user'),
    content: fc.oneof(text, fc.array(fc.oneof(textPart, imagePart), { minLength: 1 })),
  }),
  fc.record({ role: fc.constant('assistant'), content: fc.option(text), refusal: fc.option(text) }),
  fc.record({ role: fc.constant('tool'), content: text, tool_call_id: functionName }),
);
const tool = fc.record({
  type: fc.constant('function'),
  function: fc.record({ name: functionName, description: fc.option(text) }),
});

/** What clients keep beside what was answered, and spellings of none. */
const odds = fc
  .dictionary(
    fc.constantFrom('parsed', 'index', 'x', 'metadata', 'created', 'error'),
    fc.jsonValue({ maxDepth: 3 }),
    { maxKeys: 2, noNullPrototype: true },
  )
  .filter((odd) => !JSON.stringify(odd).includes('proto'));
const historyMessage = fc.tuple(message, odds).map(([said, odd]) => ({ ...odd, ...said }));

/** A chat request that must be accepted. */
export const validRequest: fc.Arbitrary<Record<string, unknown>> = fc.record({
  messages: fc.array(historyMessage, { minLength: 1, maxLength: 4 }),
  model: optional(fc.constantFrom('gpt-4o', null)),
  max_tokens: optional(fc.option(fc.integer({ min: 1, max: 1_000_000 }))),
  temperature: optional(fc.option(fc.double({ min: 0, max: 2, noNaN: true }))),
  top_p: optional(fc.double({ min: 0, max: 1, noNaN: true })),
  stop: optional(fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 4 }))),
  seed: optional(fc.maxSafeInteger()),
  logit_bias: optional(fc.constant({ 50256: -100 })),
  tools: optional(fc.array(tool, { minLength: 1, maxLength: 3 })),
  response_format: optional(fc.constantFrom({ type: 'text' }, { type: 'json_object' })),
  metadata: optional(
    fc
      .dictionary(fc.string({ maxLength: 64 }), text, { maxKeys: 16, noNullPrototype: true })
      .filter((pairs) => !Object.hasOwn(pairs, '__proto__')),
  ),
  user: optional(text),
  n: optional(fc.constantFrom(1, null)),
});

/** One change somewhere in a JSON value: a field gone, replaced or added. */
function mutate(value: unknown, path: readonly number[], replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return replacement;
  const entries = Object.entries(value);
  const at = step % (entries.length + 1);
  const [name, part] = entries[at] ?? [keys[step % keys.length] ?? 'x', undefined];
  const changed = mutate(part, rest, replacement);
  if (Array.isArray(value)) return value.toSpliced(at, 1, changed);
  return { ...value, [name]: changed };
}

/** A valid request with one to three changes; it may still be valid. */
const mutatedRequest = fc
  .tuple(
    validRequest,
    fc.array(
      fc.tuple(fc.array(fc.nat(20), { maxLength: 5 }), fc.oneof(json, fc.constant(undefined))),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  )
  .map(([request, changes]) =>
    changes.reduce<unknown>(
      (value, [path, replacement]) => mutate(value, path, replacement),
      request,
    ),
  );

/** JSON text with a few bytes changed, or cut off. */
const brokenText = fc
  .tuple(validRequest, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), fc.nat(200))
  .map(([request, changes, cut]) => {
    const bytes = Buffer.from(JSON.stringify(request));
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes.subarray(0, Math.max(0, bytes.length - (cut > 100 ? 0 : cut)));
  });

/** A request body: random bytes, random JSON, or a valid request that was changed. */
export const body: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array(),
  json.map((value) => Buffer.from(JSON.stringify(value) ?? '')),
  mutatedRequest.map((value) => Buffer.from(JSON.stringify(value) ?? '')),
  brokenText,
);

const envelope = fc
  .tuple(mutatedRequest, optional(fc.oneof(fc.constantFrom('trip-7', '../x', ''), json)), json)
  .map(([request, job, traceparent]) => JSON.stringify({ job, request, traceparent }) ?? '');

/** The text of a queue message: as `body`, in an envelope, or as base64. */
export const messageText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.base64String(),
  body.map((bytes) => Buffer.from(bytes).toString()),
  envelope,
  envelope.map((sent) => Buffer.from(sent).toString('base64')),
);
