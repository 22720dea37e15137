import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { formatBytes } from '../../format.ts';
import { toExcerpt } from '../../view/excerpt.ts';

/** A text as it is: the first 4,000 characters, then 64 Ki more per click; Markdown and HTML stay text. */
export function LongText({
  text,
  mono = false,
  show = (shown) => shown,
}: {
  text: string;
  mono?: boolean;
  /** What is shown of a part of it. */
  show?: (shown: string) => ComponentChildren;
}) {
  const [steps, setSteps] = useState(0);
  const { text: shown, left } = toExcerpt(text, steps);
  return (
    <>
      <div class={mono ? 'long-text mono' : 'long-text'} dir="auto">
        {show(shown)}
      </div>
      {left > 0 && (
        <button type="button" class="more" onClick={() => setSteps(steps + 1)}>
          {toExcerpt(text, steps + 1).left === 0
            ? `show all ${formatBytes(text.length)}`
            : `show more: ${formatBytes(left)} of ${formatBytes(text.length)} left`}
        </button>
      )}
    </>
  );
}

/** A text in which what stands between backticks is code. */
export function Words({ text }: { text: string }) {
  return (
    <>
      {text
        .split('`')
        .map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}
    </>
  );
}
