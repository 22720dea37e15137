import type { ServerResponse } from 'node:http';
import { loadPages } from './bundlePages.ts';
import type { PageFiles } from './pageFile.ts';

/** `blob:` is for images whose first bytes a page has looked at; with `data:` any text that holds such a URL would do. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Serves the pages; they are loaded when the first is asked for. Every path that is no asset is the one document. */
export function createPages() {
  let loaded: Promise<PageFiles> | undefined;
  return async (pathname: string, response: ServerResponse): Promise<void> => {
    loaded ??= loadPages().catch((error) => {
      loaded = undefined; // so that the next who asks may have them
      throw error;
    });
    const files = await loaded;
    const file =
      files.get(pathname) ?? (pathname.startsWith('/assets/') ? undefined : files.get('/'));
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': file?.contentType ?? 'text/plain',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    response.end(file?.body);
  };
}
