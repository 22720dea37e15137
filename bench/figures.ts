/** Prints one figure with its bound and whether it holds; one that does not makes the exit code 1. */
export function print(name: string, value: string, bound?: string, holds = true): void {
  if (!holds) process.exitCode = 1;
  const verdict = bound === undefined ? '' : `  (${bound})  ${holds ? 'ok' : 'BROKEN'}`;
  console.log(`${name.padEnd(58)} ${value}${verdict}`);
}
