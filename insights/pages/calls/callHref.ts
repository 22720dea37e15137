import type { Operation } from '../../api.ts';

/** The page of a call. */
export function callHref({ operation_Id, session_Id }: Operation): string {
  const page = `/calls/${encodeURIComponent(operation_Id)}`;
  return session_Id === null ? page : `${page}?session=${encodeURIComponent(session_Id)}`;
}
