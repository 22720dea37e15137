import type { Check } from '../../api.ts';
import { formatCount } from '../../format.ts';
import { Words } from '../text/texts.tsx';

const marks = {
  ok: ['✓', 'Fine'],
  warn: ['!', 'Warning'],
  fail: ['✕', 'Problem'],
  waits: ['○', 'Not known yet'],
} as const;

/** One check: its state, unless it waits for something to check, what was found in plain words, what to do, and where it was. */
export function CheckRow({ check, waits = false }: { check: Check; waits?: boolean }) {
  const { name, count, text, fix, calls, examples = [] } = check;
  const state = waits ? 'waits' : check.state;
  const [glyph, word] = marks[state];
  return (
    <li class={`check is-${state}`}>
      <span class="check-mark">
        <span aria-hidden="true">{glyph}</span>
        <span class="visually-hidden">{word}: </span>
      </span>
      <div class="check-body">
        <h3>
          {name}
          {count > 0 && <span class="check-count">{formatCount(count)}</span>}
        </h3>
        <p>{text}</p>
        {fix && (
          <p class="check-fix">
            <span aria-hidden="true">▸ </span>
            <Words text={fix} />
          </p>
        )}
        {(examples.length > 0 || calls !== undefined) && (
          <ul class="check-examples" aria-label={`Where: ${name}`}>
            {examples.map((example) => (
              <li key={example.text}>
                {example.href ? <a href={example.href}>{example.text}</a> : example.text}
              </li>
            ))}
            {calls !== undefined && (
              <li>
                <a href={`/calls?${calls}`}>all of them</a>
              </li>
            )}
          </ul>
        )}
      </div>
    </li>
  );
}
