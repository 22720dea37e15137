import { expect, it } from 'vitest';
import { readMessage } from '../../../src/jobs/message.ts';
import { toStoredRequest } from '../../../src/jobs/request.ts';

/** As deep as fits into a queue message. */
const brackets = '['.repeat(30_000) + ']'.repeat(30_000);

it.each([
  ['alone', brackets],
  ['as a request', `{"job":"a","request":{"messages":${brackets}}}`],
  [
    'beside texts with brackets',
    `{"request":{"a":["[{",1.5,null,true,{}]},"job":{"\\"{":${brackets}}}`,
  ],
])(
  'a message of JSON deeper than anything can write, %s, is an error under a name, and keeps its text',
  (_name, text) => {
    const message = readMessage(JSON.parse(text), undefined);
    expect(message.request).toHaveProperty('error');
    expect(message.text).toBe(text);
  },
);

it('a deep request keeps the name of its job, so that its sender is told', () => {
  const text = `{"job":"trip-7","request":{"messages":${brackets}}}`;
  const { job, request } = readMessage(JSON.parse(text), undefined);
  expect(job).toBe('trip-7');
  expect(request).toMatchObject({ error: { code: 'invalid_json' } });
});

it('a request blob that is too deep or holds too much is a blob without a request', () => {
  for (const request of [brackets, `[${'0,'.repeat(100_200)}0]`]) {
    expect(toStoredRequest('a', `{"request":${request}}`, undefined).request).toBeUndefined();
  }
  const full = `[${'0,'.repeat(99_990)}0]`; // as much as a body may hold
  expect(toStoredRequest('a', `{"request":${full}}`, undefined).request).toHaveLength(99_991);
});
