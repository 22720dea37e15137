import { createInference } from '../../../src/inference/createInference.ts';
import type { Models } from '../../../src/inference/inference.ts';
import type { ModelAnswered } from '../../../src/telemetry/spans/modelAttributes.ts';
import { testConfig } from '../../testConfig.ts';
import { hangMs } from '../../time/hangMs.ts';
import { limitsIn } from '../../time/limitsIn.ts';

const messages = [{ role: 'user', content: 'hi' }];

/** The models behind a base URL, asked as a caller does, and what the spans of the calls are told. */
export function startInference(endpoint: string) {
  const answered: ModelAnswered[] = [];
  const models: Models = createInference(
    testConfig(endpoint),
    { getToken: async () => null },
    () => ({
      responded() {},
      firstChunk() {},
      succeeded: (answer) => void answered.push(answer),
      failed() {},
    }),
  );
  const limits = () => limitsIn(hangMs(5_000));
  return {
    answered,
    complete: () => models.complete(models.parse({ messages }), limits()),
    /** The chunks that the caller gets, and the error that ends them. */
    async stream() {
      const request = models.parse({ messages, stream: true });
      const chunks = [];
      try {
        for await (const data of await models.stream(request, limits())) {
          chunks.push(...data.map((text) => JSON.parse(text)));
        }
      } catch (thrown) {
        return { chunks, thrown };
      }
      return { chunks, thrown: undefined };
    },
  };
}
