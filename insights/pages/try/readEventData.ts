/**
 * Reads the data of each server-sent event as it comes. The app writes it in one line (docs/api.md), so this is all that the pages
 * need: a whole parser would take a hundredth of what they may weigh.
 */
export async function readEventData(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  onData: (data: string) => void,
): Promise<void> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) onData(line.slice(6));
  }
}
