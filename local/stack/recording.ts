import { isEmbedded } from './embedded.ts';
import { localInsights } from './insights.ts';
import type { Settings } from './settings.ts';

/** The setting that says whether prompts and answers are recorded. */
export const recording = 'AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED';

/** Whether the app records prompts and answers with these settings. */
export function isRecorded(settings: Settings): boolean {
  return settings[recording]?.trim().toLowerCase() === 'true';
}

/**
 * The settings with prompts and answers recorded where they do not say whether, and telemetry stays on this machine: a page
 * without them shows a developer little. With any other address an empty setting means no, so that a copied sample sends none.
 */
export function recordedHere(settings: Settings): Settings {
  const isSaid = Boolean(settings[recording]?.trim());
  const staysHere = localInsights !== undefined && isEmbedded('insights', settings);
  return isSaid || !staysHere ? settings : { ...settings, [recording]: 'true' };
}
