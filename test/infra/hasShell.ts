import { spawnSync } from 'node:child_process';

/** Whether this machine has what the steps of the workflows are written for. */
export function hasShell(): boolean {
  return ['bash', 'jq'].every((tool) => spawnSync(tool, ['--version']).status === 0);
}
