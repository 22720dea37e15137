import { setTimeout as sleep } from 'node:timers/promises';
import { hangMs } from '../../time/hangMs.ts';
import { until } from '../../time/until.ts';
import type { Clients } from './storage.ts';

/** A result message, as far as it is read. */
export interface ResultMessage {
  readonly job: string;
  readonly status: string;
  readonly result?: string;
  readonly error?: { readonly code: string };
  readonly sessionId: string;
}

/** Reads results as they come, as a consumer does. */
export interface ResultReader {
  /** Texts of result blobs by blob name, each as it was when it was seen first. */
  readonly first: ReadonlyMap<string, string>;
  readonly messages: readonly ResultMessage[];
  /** Reads what is still to read, and all result blobs anew. */
  end(): Promise<ReadonlyMap<string, string>>;
}

const everyMs = 3_000;
const callMs = 10_000;
const atOnce = 16;

/** Starts reading; storage that is away is asked again. */
export function readResults({ blobs, queues }: Clients): ResultReader {
  const first = new Map<string, string>();
  const messages: ResultMessage[] = [];
  const container = blobs.getContainerClient('inference-results');
  const queue = queues.getQueueClient('inference-results');
  const limit = () => ({ abortSignal: AbortSignal.timeout(hangMs(callMs)) });

  const list = async () => {
    const names: string[] = [];
    for await (const { name } of container.listBlobsFlat(limit())) names.push(name);
    return names;
  };
  const read = async (names: readonly string[], into: Map<string, string>) => {
    for (let at = 0; at < names.length; at += atOnce) {
      const batch = names.slice(at, at + atOnce).map(async (name) => {
        const bytes = await container.getBlobClient(name).downloadToBuffer(0, undefined, limit());
        into.set(name, bytes.toString());
      });
      await Promise.all(batch);
    }
  };
  const readMessages = async () => {
    for (;;) {
      const { receivedMessageItems } = await queue.receiveMessages({
        numberOfMessages: 32,
        ...limit(),
      });
      if (receivedMessageItems.length === 0) return;
      const deletes = receivedMessageItems.map(({ messageId, popReceipt, messageText }) => {
        messages.push(JSON.parse(messageText));
        return queue.deleteMessage(messageId, popReceipt, limit());
      });
      await Promise.all(deletes);
    }
  };
  const readNew = async () => {
    const names = await list();
    const unseen = names.filter((name) => !first.has(name));
    await read(unseen, first);
  };

  const ended = new AbortController();
  const keep = async (reading: () => Promise<void>) => {
    while (!ended.signal.aborted) {
      await reading().catch(() => {}); // storage is away: the next time
      await sleep(everyMs, undefined, { signal: ended.signal }).catch(() => {});
    }
  };
  const reading = Promise.all([keep(readNew), keep(readMessages)]);
  return {
    first,
    messages,
    async end() {
      ended.abort();
      await reading;
      const last = new Map<string, string>();
      const noAnswer = () => 'no answer';
      // What was received and whose answer was lost is hidden for a while.
      const left = async () => {
        await readMessages();
        return (await queue.getProperties(limit())).approximateMessagesCount;
      };
      await until(
        'every result message to be read',
        () => left().catch(noAnswer),
        (seen) => seen === 0,
        120_000,
      );
      const readAll = async () => {
        const names = await list();
        const unread = names.filter((name) => !last.has(name));
        await read(unread, last);
        return 'all';
      };
      await until(
        'every result to be read',
        () => readAll().catch(noAnswer),
        (seen) => seen === 'all',
        120_000,
      );
      return last;
    },
  };
}
