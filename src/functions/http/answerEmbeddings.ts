import type { HttpCall } from './runHttp.ts';

/** Answers a request for embeddings. `deployment` is the model that the path names, whatever the body says. */
export async function answerEmbeddings(call: HttpCall, deployment?: string): Promise<void> {
  const { respond } = call;
  const { embeddings } = call.services;
  const request = embeddings.parseBody(await call.readBody(), deployment);
  call.checkModel(embeddings.model ?? '');
  const parts = await call.within(
    () => embeddings.reserve(request),
    (limits) => embeddings.create(request, limits),
  );
  const bytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  respond({
    headers: { 'content-type': 'application/json', 'content-length': `${bytes}` },
    body: toStream(parts),
  });
}

/** Bytes themselves as the body of a response are copied once more, and there may be 64 MiB. */
function toStream(parts: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}
