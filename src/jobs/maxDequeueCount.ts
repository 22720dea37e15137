import { readFile } from 'node:fs/promises';

/** What the host takes when host.json does not say it. */
const standard = 5;

/** How often the host delivers a message of a queue, by the host.json that it reads too, beside this bundle. */
export async function readMaxDequeueCount(): Promise<number> {
  const text = await readFile(new URL('host.json', import.meta.url), 'utf8');
  const json: { extensions?: { queues?: { maxDequeueCount?: number } } } = JSON.parse(text);
  return json.extensions?.queues?.maxDequeueCount ?? standard;
}
