import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

/** A folder for what the app could not send, and the settings that make it the app's. */
export interface UnsentFolder {
  readonly settings: Settings;
  /** Never rejects. */
  remove(): Promise<void>;
}

/**
 * Makes a folder for telemetry that the app could not send in this run. Without one its exporter uses a folder of the machine, and
 * sends what another app has left there.
 */
export async function makeUnsentFolder(): Promise<UnsentFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'callspan-unsent-'));
  return {
    settings: { TMPDIR: folder, TEMP: folder },
    remove: () => rm(folder, { recursive: true, force: true }).catch(() => {}),
  };
}
