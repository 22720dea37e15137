import type { StoredRow } from '../../../api.ts';
import type { CallRef } from '../../../view/compare/callRefs.ts';
import { laterPart } from '../../laterPart.ts';

const usePart = laterPart(() => import('./part.ts'));

/** The menu that runs a call again, once it is loaded. */
export function LaterAgainMenu(props: { call: CallRef; rows: readonly StoredRow[] }) {
  const part = usePart();
  if (part === 'failed') return null;
  if (part !== undefined) return <part.AgainMenu {...props} />;
  return (
    <button type="button" disabled>
      Run again ▾
    </button>
  );
}

/** How far its runs are. */
export function LaterAgainProgress(props: { call: CallRef }) {
  const part = usePart();
  return part === undefined || part === 'failed' ? null : <part.AgainProgress {...props} />;
}
