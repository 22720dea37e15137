import type { Asked } from '../asked.ts';

/** Where a request goes. */
export interface Place {
  /** Base URL of the API, without trailing slash. */
  readonly base: string;
  readonly path: '/jobs' | '/responses' | '/chat/completions';
  /** Whether it wants a key, which is read from the environment. */
  readonly wantsKey: boolean;
}

const unknown = 'https://YOUR-APP.azurewebsites.net';

/** Where a request goes in an app at `app`, or in one of which no more is known than that it wants a key. */
export function placeOf({ by, api }: Asked, app: string | null): Place {
  const isJob = by === 'job' || by === 'queue';
  return {
    base: `${app ?? unknown}/api/v1`,
    path: isJob ? '/jobs' : api === 'responses' ? '/responses' : '/chat/completions',
    wantsKey: app === null,
  };
}
