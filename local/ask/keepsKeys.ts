/** Whether nobody reads a key on its way to a URL: it is https, or this machine. */
export function keepsKeys(url: string): boolean {
  return /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$))/i.test(url);
}
