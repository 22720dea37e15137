import { expect } from 'vitest';

const rounds = 5;

/** The shortest of three lengths, in characters: of a body, and of what is never as long, or takes long to go through. */
export const megabyte = 1024 * 1024;
export const shorter = 64 * 1024;

/** So much is the compiler or the collection of garbage, not the work of a parser, in ms. */
const graceMs = 10;

/**
 * Gives a parser inputs of a length, of twice and of four times as much (1, 2 and 4 MB, where nothing is said), made by
 * repeating: doubling the length at most triples the CPU time, the median of five in turns. (A busy machine adds nothing to
 * it.) What is ours may be thrown, but a parser whose stack gives out, or that reads where nothing is, fails. Shorter inputs
 * come first, so that one of quadratic time fails in seconds, not days. A ratio that is too large is measured twice more:
 * chance shows it once, quadratic time each time.
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
    (ms, at) => at === 0 || ms <= most * (medians[at - 1] ?? 0) + graceMs,
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
      const before = process.cpuUsage();
      await parseQuietly(parse, input);
      const { user, system } = process.cpuUsage(before);
      taken[at]?.push((user + system) / 1_000);
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
