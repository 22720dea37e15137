import { expect, it } from 'vitest';
import { start } from '../running.ts';

it('the pages load no image but files of theirs and bytes that they looked at', async () => {
  const { url } = await start();
  const { headers } = await fetch(`${url}/`);
  expect(headers.get('content-security-policy')).toContain("img-src 'self' blob:;");
  const icon = await fetch(`${url}/assets/icon.svg`);
  expect(icon.headers.get('content-type')).toBe('image/svg+xml');
});
