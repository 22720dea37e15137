import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from './entry.ts';
import { sendPiece, type Target } from './sendPiece.ts';

interface Sending {
  readonly entry: Entry;
  /** After the start, in ms. */
  readonly dueMs: number;
}

/** More at once would be a load of its own on storage that has just come back. */
const senders = 16;

/**
 * Sends every piece, one each `everyMs`, and what is to be sent again, when its time has come; what waits for storage or the
 * app to come back makes the rest late. Resolves when all have arrived, or their entries say why not.
 */
export async function produce(
  entries: readonly Entry[],
  target: Target,
  everyMs: number,
): Promise<void> {
  const start = performance.now();
  const waiting = toSendings(entries, everyMs).values();
  const work = async () => {
    for (const { entry, dueMs } of waiting) {
      await sleep(Math.max(0, start + dueMs - performance.now()));
      await sendPiece(entry, target).catch((error: Error) => {
        entry.problems.push(error.message);
      });
    }
  };
  await Promise.all(Array.from({ length: senders }, work));
}

function toSendings(entries: readonly Entry[], everyMs: number): readonly Sending[] {
  const sendings = entries.flatMap((entry, index): Sending[] => {
    const dueMs = index * everyMs;
    const { againMs } = entry.piece;
    return againMs === undefined
      ? [{ entry, dueMs }]
      : [
          { entry, dueMs },
          { entry, dueMs: dueMs + againMs },
        ];
  });
  return sendings.sort((a, b) => a.dueMs - b.dueMs);
}
