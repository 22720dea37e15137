import { signal } from '@preact/signals';

/** What was copied last, or why nothing was; empty again after a while. Shown, and read out, by `CopyNote`. */
export const copyNote = signal('');

const shownMs = 2_500;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Puts a text on the clipboard and tells so: `what` is a noun, such as `Link`. Never rejects. */
export async function copyText(text: string | Promise<string>, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(await text);
    note(`${what} copied`);
  } catch {
    note(`${what} could not be copied`);
  }
}

/** Shows a line for a moment, and reads it out. */
export function note(line: string): void {
  copyNote.value = line;
  clearTimeout(timer);
  timer = setTimeout(() => {
    copyNote.value = '';
  }, shownMs);
}

/** A button that copies a value; `what` names it. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  return (
    <button
      type="button"
      class="quiet copy"
      title={`Copy ${what}`}
      aria-label={`Copy ${what}`}
      onClick={() => void copyText(text, what)}
    />
  );
}

/** Says what was copied, for a moment. */
export function CopyNote() {
  return (
    <p class="copy-note" role="status" hidden={copyNote.value === ''}>
      {copyNote.value}
    </p>
  );
}
