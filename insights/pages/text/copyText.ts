import { signal } from '@preact/signals';

/** What was copied last, or why nothing was; empty again after a while. Shown, and read out, by `CopyNote`. */
export const copyNote = signal('');

const shownMs = 2_500;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Puts a text on the clipboard and tells so: `what` is a noun, such as `Link`. Never rejects. */
export async function copyText(text: string | Promise<string>, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(await text);
    tell(`${what} copied`);
  } catch {
    tell(`${what} could not be copied`);
  }
}

function tell(note: string): void {
  copyNote.value = note;
  clearTimeout(timer);
  timer = setTimeout(() => {
    copyNote.value = '';
  }, shownMs);
}
