import type { IncomingMessage, ServerResponse } from 'node:http';

/** The ID of the one resource that this is: any GUID does, and SDKs write it into correlation headers. */
const appId = '00000000-0000-0000-0000-000000000000';

/**
 * Answers `GET /api/profiles/{key}/appId`, by which SDKs ask for the ID of their resource, as text. Gives false for any other
 * path.
 */
export function answerAppId(
  { method }: IncomingMessage,
  response: ServerResponse,
  path: string,
): boolean {
  const isAsked = method === 'GET' || method === 'OPTIONS';
  if (!isAsked || !/^\/api\/profiles\/[^/]+\/appid$/.test(path)) return false;
  response.writeHead(200, {
    'content-type': 'text/plain; charset=utf-8',
    'access-control-allow-origin': '*',
    'access-control-allow-headers': '*',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(method === 'GET' ? appId : '');
  return true;
}
