import type { TryRequest } from '../../api.ts';

/** How a question reaches the app. */
export const ways = [
  ['stream', 'Stream'],
  ['http', 'HTTP'],
  ['job', 'Job'],
  ['queue', 'Queue'],
] as const;

/** What the app is asked for. */
export const apis = [
  [undefined, 'Chat completions'],
  ['responses', 'Responses'],
] as const;

/** The API that a question is asked by: jobs and the queue take chat completions. */
export function apiOf({ by, api }: Pick<TryRequest, 'by' | 'api'>): TryRequest['api'] {
  return by === 'job' || by === 'queue' ? undefined : api;
}
