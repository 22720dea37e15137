import { expect } from 'vitest';
import { hangMs } from '../time/hangMs.ts';

const rounds = 5;

/** The shortest of three lengths, in characters: of a body, of a header (a server takes 16 KB) or a queue message (64 KB). */
export const megabyte = 1024 * 1024;
export const headerLength = 64 * 1024;

/** So much is a pause of the machine, not the work of a parser, in ms on a quiet one. */
const graceMs = 4;

/**
 * Gives a parser inputs of a length, of twice and of four times as much (1, 2 and 4 MB, where nothing is said), made by
 * repeating: doubling the length at most triples the median of five, taken in turns. What is ours may be thrown, but a parser whose stack gives out, or that reads where nothing is, fails.
 * Shorter inputs come first, so that one of quadratic time fails in seconds, not days. A ratio that is too large is measured
 * twice more: a busy machine shows it once, quadratic time each time.
 */
export async function expectLinear<T>(
  make: (length: number) => T,
  parse: (input: T) => unknown,
  shortest = megabyte,
): Promise<void> {
  for (let length = 8 * 1024; length < shortest; length *= 4) {
    await expectRatio([length, 4 * length].map(make), parse, 1, 12);
  }
  await expectRatio([shortest, 2 * shortest, 4 * shortest].map(make), parse, rounds, 3);
}

async function expectRatio<T>(
  inputs: readonly T[],
  parse: (input: T) => unknown,
  times: number,
  most: number,
  attempts = 3,
): Promise<void> {
  const medians = await measure(inputs, parse, times);
  const holds = medians.every(
    (ms, at) => at === 0 || ms <= most * (medians[at - 1] ?? 0) + hangMs(graceMs),
  );
  if (holds) return;
  const told = medians.map((ms) => `${ms.toFixed(1)} ms`).join(', ');
  if (attempts === 1) expect.fail(`takes ${told}, each for a longer input`);
  await expectRatio(inputs, parse, times, most, attempts - 1);
}

async function measure<T>(
  inputs: readonly T[],
  parse: (input: T) => unknown,
  times: number,
): Promise<readonly number[]> {
  const taken = inputs.map((): number[] => []);
  for (let round = 0; round < times; round += 1) {
    for (const [at, input] of inputs.entries()) {
      const start = performance.now();
      await parseQuietly(parse, input);
      taken[at]?.push(performance.now() - start);
    }
  }
  return taken.map((ms) => ms.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0);
}

async function parseQuietly<T>(parse: (input: T) => unknown, input: T): Promise<void> {
  try {
    await parse(input);
  } catch (thrown) {
    if (thrown instanceof RangeError || thrown instanceof TypeError) throw thrown;
  }
}
