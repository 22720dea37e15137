import type { StoredRow } from '../../api.ts';
import type { Explanation } from '../../view/explain.ts';
import { selectRow } from './callView.ts';

/** What happened, what to do about it, and where it began. */
export function Sentence({
  explanation: { text, fix },
  cause,
}: {
  explanation: Explanation;
  cause: StoredRow | undefined;
}) {
  return (
    <p class="sentence">
      <strong>{text}</strong>
      {fix !== undefined && <span class="fix"> ▸ {fix}</span>}
      {cause !== undefined && (
        <button type="button" onClick={() => selectRow(cause.seq)} title="First cause (e)">
          first cause ↓
        </button>
      )}
    </p>
  );
}
