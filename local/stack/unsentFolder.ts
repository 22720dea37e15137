import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

/** A folder for unsent telemetry, and the settings that make the app use it. */
export interface UnsentFolder {
  readonly settings: Settings;
  /** Never rejects. */
  remove(): Promise<void>;
}

/**
 * Makes a folder for telemetry that the app cannot send in this run. Without it the exporter uses a shared folder of
 * the machine, and sends what another app left there.
 */
export async function makeUnsentFolder(): Promise<UnsentFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'callspan-unsent-'));
  return {
    settings: { TMPDIR: folder, TEMP: folder },
    remove: () => rm(folder, { recursive: true, force: true }).catch(() => {}),
  };
}
