import type { Asked } from '../asked.ts';

/** Where a request goes. */
export interface Place {
  /** Base URL of the API, without trailing slash. */
  readonly base: string;
  readonly path: '/jobs' | '/responses' | '/chat/completions';
  /** The key that it wants, which is read from the environment. */
  readonly key: 'none' | 'function' | 'caller';
}

/** The app that is asked, as `GET /api/info` tells of it. */
export interface AskedApp {
  /** Base URL; null stands for one that is not known. */
  readonly app: string | null;
  readonly asksKey: boolean;
}

const unknown = 'https://YOUR-APP.azurewebsites.net';

/** Where a request goes in an app, or in one of which no more is known than that it wants a function key. */
export function placeOf({ by, api }: Asked, { app, asksKey }: AskedApp): Place {
  const isJob = by === 'job' || by === 'queue';
  return {
    base: `${app ?? unknown}/api/v1`,
    path: isJob ? '/jobs' : api === 'responses' ? '/responses' : '/chat/completions',
    key: app === null ? 'function' : asksKey ? 'caller' : 'none',
  };
}
