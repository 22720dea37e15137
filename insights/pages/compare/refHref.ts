import type { CallRef } from '../../view/compare/callRefs.ts';

/** The page of a call. */
export function refHref({ operation, session }: CallRef): string {
  const page = `/calls/${encodeURIComponent(operation)}`;
  return session === undefined ? page : `${page}?session=${encodeURIComponent(session)}`;
}
