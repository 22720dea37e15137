import { copyText } from './copyText.ts';

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
