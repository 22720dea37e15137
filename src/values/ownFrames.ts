const frame =
  /^ {4}at (?:([\w$.<> ]+) \()?(?:file:\/\/)?(?:[^()\n]*[\\/])?([\w.]+\.(?:js|ts):\d+:\d+)\)?$/;

/**
 * The frames of our own bundle in what was thrown, each as `at connect (services.js:12:34)`: no folder of the machine, no word
 * of the message.
 */
export function ownFrames(thrown: unknown): readonly string[] {
  if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return [];
  // The message comes first in a stack and may look like frames; it is cut off, not searched.
  const at = thrown.stack.indexOf(thrown.message);
  if (at < 0) return []; // changed after the stack was written: where it ends cannot be told
  return thrown.stack
    .slice(at + thrown.message.length)
    .split('\n')
    .flatMap((line) => {
      const found = line.includes('node_modules') ? null : frame.exec(line);
      return found ? [`at ${found[1] ?? '<anonymous>'} (${found[2]})`] : [];
    });
}
