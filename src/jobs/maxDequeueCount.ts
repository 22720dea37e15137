import { readFile } from 'node:fs/promises';

/** The host's default when host.json has no value. */
const standard = 5;

/**
 * Number of times that the host delivers a queue message, from the host.json beside this bundle, which the host
 * reads too.
 */
export async function readMaxDequeueCount(): Promise<number> {
  const text = await readFile(new URL('host.json', import.meta.url), 'utf8');
  const json: { extensions?: { queues?: { maxDequeueCount?: number } } } = JSON.parse(text);
  return json.extensions?.queues?.maxDequeueCount ?? standard;
}
