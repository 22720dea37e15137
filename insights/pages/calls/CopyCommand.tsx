import { useState } from 'preact/hooks';

/** A line for a terminal, and the button that copies it. */
export function CopyCommand({ text }: { text: string }) {
  const [said, setSaid] = useState('Copy');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed'),
    );
  return (
    <div class="command">
      <pre>{text}</pre>
      <button type="button" onClick={() => void copy()}>
        {said}
      </button>
    </div>
  );
}
