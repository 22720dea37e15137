import { spawnSync } from 'node:child_process';
import { pbkdf2Sync } from 'node:crypto';

/** What `work` and `spawn` take on a quiet machine of two cores, in ms: medians of 200 and of 50 runs (2.5 GHz, Node 20). */
export const quietMs = { work: 26, spawn: 45 } as const;

/** A known piece of work, done by OpenSSL, so that no compiler has a say: how long it takes, in ms. */
export function work(): number {
  const start = performance.now();
  pbkdf2Sync('password', 'salt', 100_000, 32, 'sha256');
  return performance.now() - start;
}

/** How long a process of Node takes that does nothing, in ms. */
export function spawn(): number {
  const start = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - start;
}
