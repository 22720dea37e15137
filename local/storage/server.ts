// Azurite in a process of its own: Azurite's own command line, made to end when its parent does.
import { endWithParent } from '../process/endWithParent.ts';
import { keepInMemoryWhenFull } from './keepInMemory.ts';

const writeKept = keepInMemoryWhenFull((line) => process.send?.(line));
endWithParent(async () => {
  await writeKept();
  // Azurite closes its three services on SIGTERM; before it is up there is no listener, and nothing to close.
  if (!process.emit('SIGTERM')) process.exit(1);
});
// Azurite closes at the first SIGINT, while the app beside it still flushes and writes results.
process.on('newListener', (event, listener) => {
  if (event === 'SIGINT') setImmediate(() => process.off('SIGINT', listener));
});
// @ts-expect-error: its command line has no types, and none are needed here.
await import('azurite/dist/src/azurite.js');
