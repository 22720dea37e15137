const frame =
  /^ {4}at (?:([\w$.<> ]+) \()?(?:file:\/\/)?(?:[^()\n]*[\\/])?([\w.]+\.(?:js|ts):\d+:\d+)\)?$/;

/**
 * The frames of our own bundle in a thrown value, each as `at connect (services.js:12:34)`, without folders of
 * the machine and without the message.
 */
export function ownFrames(thrown: unknown): readonly string[] {
  if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return [];
  // The message comes first in a stack and may look like frames, so it is cut off.
  const at = thrown.stack.indexOf(thrown.message);
  if (at < 0) return []; // changed after the stack was written: its end is unknown
  return thrown.stack
    .slice(at + thrown.message.length)
    .split('\n')
    .flatMap((line) => {
      const found = line.includes('node_modules') ? null : frame.exec(line);
      return found ? [`at ${found[1] ?? '<anonymous>'} (${found[2]})`] : [];
    });
}
