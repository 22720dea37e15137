import type { Ready } from '../stack/readyFile.ts';

/**
 * The key that an app is called with: CALLSPAN_API_KEY, else the one that the running stack has made for its own app, which no other
 * app is sent.
 */
export function chooseKey(
  url: string,
  env: NodeJS.ProcessEnv,
  running: Ready | undefined,
): string | undefined {
  return env.CALLSPAN_API_KEY || (running?.app === url ? running.apiKey : undefined);
}
