import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Accept } from './accept.ts';
import { type Answer, sendAnswer } from './answer.ts';
import { answerAppId } from './appId.ts';
import { otlp } from './otlp/otlp.ts';
import { toPlainPath } from './plainPath.ts';
import { quickPulse } from './quickPulse.ts';
import { readBody } from './readBody.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './route.ts';
import { track } from './track.ts';

/** By the end of the path: senders put a prefix before it, or a slash too many, as for a connection string that ends in one. */
const routes: readonly (readonly [RegExp, Route])[] = [
  [/\/v2(?:\.1)?\/track$/, track],
  [/\/quickpulseservice\.svc\/(?:ping|post)$/, quickPulse],
  [/\/v1\/traces$/, otlp.traces],
  [/\/v1\/logs$/, otlp.logs],
  [/\/v1\/metrics$/, otlp.metrics],
];

/**
 * Answers the routes that telemetry is sent to, and hands what came to `accept` before it answers. Gives false, with
 * nothing read and nothing written, for any other path. Rejects only with what `accept` throws.
 */
export async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  accept: Accept,
): Promise<boolean> {
  const path = toPlainPath(url.pathname);
  const route = routes.find(([end]) => end.test(path))?.[1];
  if (route === undefined) return answerAppId(request, response, path);
  // Any origin may add telemetry, as at the real service; reading is another matter.
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', '*');
  response.setHeader('access-control-allow-methods', 'POST');
  if (request.method === 'OPTIONS') {
    response.writeHead(204, { 'access-control-max-age': '3600' }).end();
    return true;
  }
  const answer = await take(route, request, accept);
  if (answer !== undefined) await sendAnswer(request, response, answer);
  return true;
}

/** The answer to a request; undefined when its sender has left. */
async function take(
  route: Route,
  request: IncomingMessage,
  accept: Accept,
): Promise<Answer | undefined> {
  try {
    if (request.method !== 'POST') throw new Refusal(405, 'Telemetry is sent with POST.');
    return await route.take(request.headers, () => readBody(request), accept);
  } catch (error) {
    if (request.readableAborted) return undefined;
    if (!(error instanceof Refusal)) throw error;
    accept([], { refused: [{ reason: error.message }] });
    return route.refuse(error, request.headers);
  }
}
