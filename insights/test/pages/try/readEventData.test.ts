import { expect, it } from 'vitest';
import { readEventData } from '../../../pages/try/readEventData.ts';

const stream = ': keep-alive\n\nevent: a\ndata: {"text":"né"}\n\ndata: [DONE]\n\n';

it.each([1, 2, 3, 7, 1_000])(
  'events are read whole, whatever parts of %i bytes they come in',
  async (size) => {
    const bytes = new TextEncoder().encode(stream);
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size)
          controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const data: string[] = [];
    await readEventData(body, (text) => data.push(text));
    expect(data).toEqual(['{"text":"né"}', '[DONE]']);
  },
);

it('an answer without a body has none', async () => {
  await readEventData(null, () => expect.unreachable());
});
