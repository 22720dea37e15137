/** A path in lower case, with one slash where there are several and none at its end. */
export function toPlainPath(pathname: string): string {
  const parts = pathname.toLowerCase().split('/');
  return `/${parts.filter((part) => part !== '').join('/')}`;
}
