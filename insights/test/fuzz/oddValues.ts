import fc from 'fast-check';

/** Text that somebody may have taken for something else. */
export const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\n',
    '\0',
    '\ud800',
    '__proto__',
    '%',
    '~',
    '"',
    '```',
    '1e300',
    '-1e19',
  ),
  fc.constantFrom('NaN', 'Infinity', '0x10', '0.00:00:01', `${'9'.repeat(400)}.00:00:00`, '1e400'),
  fc.constantFrom('2026-11-24T12:00:00Z', '+275760-09-13T00:00:00Z', '-271821-04-20T00:00:00Z'),
  fc.constantFrom('[{"role":"user","content":"a"}]', '{"a":', `${'['.repeat(3_000)}`),
);

/** Numbers, with those that no column holds. */
export const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(1e19, -1e19, 1e300, 2 ** 53, 2 ** 63, -(2 ** 63), 1.5, 0, -0, 5e-324),
);
/** Anything that JSON can say. */
export const odd = fc.oneof(
  { depthSize: 'small' },
  text,
  number,
  fc.constantFrom<unknown>(null, true, false, {}, [], [[]], { a: {} }),
  fc.jsonValue({ maxDepth: 3 }),
);
/** The value that belongs there most of the time, else anything. */
export const mostly = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 19, arbitrary: usual as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: odd },
  );
