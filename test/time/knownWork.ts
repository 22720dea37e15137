import { spawnSync } from 'node:child_process';
import { pbkdf2Sync } from 'node:crypto';

/** Time of `work` and `spawn` on a quiet machine with two cores, in ms: medians of 200 and of 50 runs (2.5 GHz, Node 20). */
export const quietMs = { work: 26, spawn: 45 } as const;

/** Time of a known piece of work, in ms. OpenSSL does it, so that no compiler affects it. */
export function work(): number {
  const start = performance.now();
  pbkdf2Sync('password', 'salt', 100_000, 32, 'sha256');
  return performance.now() - start;
}

/** Time of a Node process that does nothing, in ms. */
export function spawn(): number {
  const start = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - start;
}
