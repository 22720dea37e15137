import { useEffect, useRef } from 'preact/hooks';
import { indentedJson } from '../../view/indentedJson.ts';
import { copyText } from '../text/copy.tsx';

/** A value that its cell is too small for. */
export interface OpenCell {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** More than this is copied, and not shown. */
const mostShown = 200_000;

/** A whole value; dynamic ones with their lines indented. */
export function CellDialog({ cell, onClose }: { cell: OpenCell; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const text = cell.type === 'dynamic' ? toIndented(cell.text) : cell.text;
  return (
    <dialog
      ref={dialog}
      class="query-cell"
      aria-labelledby="cell-title"
      closedby="any"
      onClose={onClose}
    >
      <div class="query-result-head">
        <h2 id="cell-title">{cell.name}</h2>
        <button type="button" onClick={() => void copyText(cell.text, cell.name)}>
          Copy
        </button>
        <button type="button" class="primary" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{text.slice(0, mostShown)}</pre>
      {text.length > mostShown && <p class="dim">The rest is in what Copy gives.</p>}
    </dialog>
  );
}

function toIndented(text: string): string {
  try {
    return indentedJson(JSON.parse(text)) ?? text;
  } catch {
    return text;
  }
}
