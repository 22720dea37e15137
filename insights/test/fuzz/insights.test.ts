import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../../test/fuzz/runs.ts';
import { messageType } from '../../receive/otlp/encoding/schema.ts';
import { attributes, sentOf, signal, toRequest } from './oddOtlp.ts';
import { envelope, row } from './oddTelemetry.ts';
import { mostly, number, text } from './oddValues.ts';
import { startFuzzed } from './startFuzzed.ts';

const { post, readSome, goesOn } = startFuzzed();

it('whatever is sent to /v2.1/track and /v2/track, everything can be read and the next call is kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('/v2.1/track', '/v2/track'),
      fc.array(mostly(envelope), { minLength: 1, maxLength: 4 }),
      async (path, items) => {
        const answer = await post(path, 'application/json', JSON.stringify(items));
        expect([200, 206, 400]).toContain(answer.status);
        const tags = Object(Reflect.get(Object(items[0]), 'tags'));
        await readSome(tags['ai.operation.id']);
      },
    ),
    runs(60),
  );
  await goesOn();
});

it('whatever is sent to /v1/* as JSON, everything can be read and the next call is kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      signal.chain((of) =>
        fc.tuple(fc.constant(of), fc.array(mostly(sentOf[of]), { maxLength: 3 }), attributes),
      ),
      async ([of, sent, resource]) => {
        const body = JSON.stringify(toRequest(of, sent, resource));
        const answer = await post(`/v1/${of}`, 'application/json', body);
        expect([200, 400]).toContain(answer.status);
        await readSome('none');
      },
    ),
    runs(60),
  );
  await goesOn();
});

it('whatever is sent to /v1/* as protobuf, whole or broken, everything can be read and the next call is kept', async () => {
  const message = { traces: 'TracesRequest', logs: 'LogsRequest', metrics: 'MetricsRequest' };
  await fc.assert(
    fc.asyncProperty(
      signal,
      fc.integer({ min: 0, max: 40 }),
      text,
      number,
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
      async (of, depth, name, value, changes, kept) => {
        let nested: object = { stringValue: name };
        for (let level = 0; level < depth; level++) nested = { arrayValue: { values: [nested] } };
        const known = [
          { key: 'deep', value: nested },
          { key: 'session.id', value: { stringValue: name } },
          { key: 'gen_ai.usage.output_tokens', value: { doubleValue: value } },
        ];
        const time = { timeUnixNano: '1764000000000000000', attributes: known };
        const sent = {
          traces: {
            traceId: Buffer.alloc(16, 1),
            spanId: Buffer.alloc(8, 1),
            name,
            startTimeUnixNano: '1764000000000000000',
            attributes: known,
            events: [{ ...time, name: 'exception' }],
          },
          logs: { ...time, body: nested },
          metrics: { name, sum: { dataPoints: [{ ...time, asDouble: value }] } },
        }[of];
        const type = messageType(message[of]);
        const bytes = Uint8Array.from(
          type.encode(type.fromObject(toRequest(of, [sent], known))).finish(),
        );
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const part = bytes.subarray(0, Math.ceil(bytes.length * kept));
        const answer = await post(`/v1/${of}`, 'application/x-protobuf', part);
        expect([200, 400]).toContain(answer.status);
        await readSome('01'.repeat(16));
      },
    ),
    runs(60),
  );
  await goesOn();
});

it('whatever is imported, each line is counted, everything can be read and the next call is kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          row.map((each) => JSON.stringify(each)),
          text,
        ),
        { maxLength: 5 },
      ),
      async (lines) => {
        const answer = await post('/api/import', 'text/plain', lines.join('\n'));
        expect(answer.status).toBe(200);
        expect(await answer.json()).toEqual({
          imported: expect.any(Number),
          known: expect.any(Number),
          refused: expect.any(Number),
        });
        await readSome('a');
      },
    ),
    runs(60),
  );
  await goesOn();
});
