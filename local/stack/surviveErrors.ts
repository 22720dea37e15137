import type { Mishaps } from './mishaps.ts';

/**
 * The last catch of a process that a developer's calls depend on: an error that no part caught is reported and ends
 * nothing. A closed terminal, or a log on a full disk, ends nothing either.
 */
export function surviveErrors({ tell }: Mishaps): void {
  process.on('uncaughtException', (error) => tell('a part of it', error));
  process.on('unhandledRejection', (reason) => tell('a part of it', reason));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
