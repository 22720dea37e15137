import type { Troubles } from './troubles.ts';

/**
 * The last net of a process that a developer's calls depend on: what no part has caught is noted and ends nothing. A
 * terminal that is gone, or a log on a full disk, ends nothing either.
 */
export function surviveErrors({ note }: Troubles): void {
  process.on('uncaughtException', (error) => note('A part of the stack', error));
  process.on('unhandledRejection', (reason) => note('A part of the stack', reason));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
