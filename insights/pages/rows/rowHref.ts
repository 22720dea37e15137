import type { ListedRow } from '../../api.ts';

/** The page of a row's call, at that row; undefined where it belongs to no call. */
export function rowHref({ operation_Id, session_Id, kind, seq }: ListedRow): string | undefined {
  if (operation_Id === null) return undefined;
  const query = new URLSearchParams();
  if (session_Id !== null) query.set('session', session_Id);
  query.set('tab', kind === 'traces' ? 'logs' : kind === 'exceptions' ? 'exceptions' : 'rows');
  query.set('row', `${seq}`);
  return `/calls/${encodeURIComponent(operation_Id)}?${query}`;
}
