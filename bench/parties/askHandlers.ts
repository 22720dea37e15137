import type { Ask, Handlers } from './startHandlers.ts';
import type { Turn } from './startServer.ts';
import { settleMs } from './withParts.ts';

const concurrency = 16;

/** A turn of the handlers, with what it exports so long after; throws when an answer was not what the model said. */
export async function askHandlers(
  handlers: Handlers,
  count: number,
  ask: Ask = {},
  afterMs = settleMs,
): Promise<Turn> {
  const { cpuMs, tookMs, answers } = await handlers.run({
    ...{ do: 'invoke', count, concurrency, ask },
    settleMs: afterMs,
  });
  const isRight = (answer: string) =>
    answer.includes('Pack a tent.') || (answer.includes('"done":true') && !answer.includes(':0,'));
  if (!answers.every(isRight)) throw new Error('the handlers answered not what the model said');
  return { cpuMs, workerMs: 0, perSecond: (count / tookMs) * 1_000 };
}
