import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isAppError } from '../../src/errors.ts';
import { parseChatRequest } from '../../src/inference/chatRequest.ts';
import { checkJson, parseJson } from '../../src/inference/json.ts';
import { readMessage } from '../../src/jobs/message.ts';

// fast-check prints the seed and the smallest counterexample when a property fails.
const keys = [
  'messages',
  'role',
  'content',
  'model',
  'tools',
  'stop',
  'request',
  'job',
  '__proto__',
];
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('user', 'text'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), tie('value'), {
    maxKeys: 5,
  }),
})).value;

it('whatever a body holds, it is taken or refused in our words', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        json.map((value) => Buffer.from(JSON.stringify(value) ?? '')),
        fc.uint8Array(),
      ),
      (body) => {
        try {
          parseChatRequest(checkJson(parseJson(body)));
        } catch (error) {
          expect(isAppError(error) && error.code).toMatch(
            /^(invalid_json|invalid_request|unknown_parameter)$/,
          );
        }
      },
    ),
    { numRuns: 5_000 },
  );
});

it('whatever a message holds, it gets a name that can be a job', () => {
  fc.assert(
    fc.property(fc.oneof(json, fc.string(), fc.base64String()), fc.anything(), (body, id) => {
      expect(readMessage(body, id).job).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
    }),
    { numRuns: 5_000 },
  );
});
