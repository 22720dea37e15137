import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

interface Chunk {
  readonly id: string;
  readonly offset: number;
  readonly count: number;
}

/** Azurite's store of payloads: files, besides databases that it holds in memory and saves every 5 s. */
interface ExtentStore {
  readonly persistencyConfiguration: readonly { readonly locationId: string }[];
  appendExtent(data: Buffer | NodeJS.ReadableStream, contextId?: string): Promise<Chunk>;
  readExtent(chunk?: Chunk, contextId?: string): Promise<NodeJS.ReadableStream>;
  generateExtentPath(locationId: string, id: string): string;
  getMetadataStore(): { updateExtent(extent: object): Promise<void> };
}

const mostBytes = 256 * 1024 * 1024;
const retryMs = 5_000;

/**
 * Makes Azurite keep a payload in memory while its disk has no room for it, 256 MiB in all, so that jobs go on; `tell`
 * is called with a line for each. Returns a function that writes them, as far as there is room.
 */
export function keepInMemoryWhenFull(tell: (line: string) => void): () => Promise<void> {
  const module = createRequire(import.meta.url)(
    'azurite/dist/src/common/persistence/FSExtentStore.js',
  ) as { default: { prototype: ExtentStore } };
  const { prototype } = module.default;
  const { appendExtent, readExtent } = prototype;
  const kept = new Map<string, { store: ExtentStore; bytes: Buffer }>();
  let size = 0;

  prototype.appendExtent = async function (data, contextId) {
    const bytes = Buffer.isBuffer(data) ? data : await buffer(data);
    try {
      return await appendExtent.call(this, bytes, contextId);
    } catch (error) {
      if (!isFull(error) || size + bytes.length > mostBytes) throw error;
      tell(
        'The disk of the storage is full: what jobs write is kept in memory until there is room.',
      );
      const id = randomUUID();
      kept.set(id, { store: this, bytes });
      size += bytes.length;
      return { id, offset: 0, count: bytes.length };
    }
  };
  prototype.readExtent = async function (chunk, contextId) {
    if (chunk === undefined) return readExtent.call(this, chunk, contextId);
    const { id, offset, count } = chunk;
    const bytes = kept.get(id)?.bytes;
    if (bytes !== undefined) return Readable.from([bytes.subarray(offset, offset + count)]);
    try {
      return await readExtent.call(this, chunk, contextId);
    } catch {
      // An error would block the whole batch of messages for the time of a lease, again and again.
      tell(
        'Data that a job wrote while the disk of the storage was full is lost: it reads as blank.',
      );
      return Readable.from([Buffer.alloc(count, ' ')]);
    }
  };
  const writeAll = async () => {
    try {
      for (const [id, { store, bytes }] of kept) {
        await writeExtent(store, id, bytes);
        if (kept.delete(id)) size -= bytes.length;
      }
    } catch {
      // There is still no room.
    }
  };
  setInterval(() => void writeAll(), retryMs).unref();
  return writeAll;
}

/** Writes a payload as a new file, in the way that Azurite begins one. */
async function writeExtent(store: ExtentStore, id: string, bytes: Buffer): Promise<void> {
  const { locationId = '' } = store.persistencyConfiguration[0] ?? {};
  const file = store.generateExtentPath(locationId, id);
  try {
    await writeFile(file, bytes);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  const extent = { id, locationId, path: id, size: bytes.length, lastModifiedInMS: Date.now() };
  await store.getMetadataStore().updateExtent(extent);
}

function isFull(error: unknown): boolean {
  const code: unknown = error instanceof Error && Reflect.get(error, 'code');
  return code === 'ENOSPC' || code === 'EDQUOT';
}
