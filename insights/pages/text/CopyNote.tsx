import { copyNote } from './copyText.ts';

/** Says what was copied, for a moment. */
export function CopyNote() {
  return (
    <p class="copy-note" role="status" hidden={copyNote.value === ''}>
      {copyNote.value}
    </p>
  );
}
