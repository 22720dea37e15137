import { useState } from 'preact/hooks';
import type { Numbered } from './ComparePage.tsx';
import { DiffText } from './DiffText.tsx';

/** The answers of two calls as one text that shows what differs; of more calls, two can be chosen. */
export function Answers({ calls }: { calls: readonly Numbered[] }) {
  const answered = calls.filter(({ answer }) => answer !== undefined);
  const different = new Set(answered.map(({ answer }) => answer)).size;
  const [chosen, setChosen] = useState<{ readonly left?: number; readonly right?: number }>({});
  const left = find(answered, chosen.left) ?? answered[0];
  const other = answered.find(({ answer }) => answer !== left?.answer) ?? answered[1];
  const right = find(answered, chosen.right) ?? other;
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">Answers</h2>
      <p class="dim">{summary(calls.length, answered.length, different)}</p>
      {left !== undefined && right !== undefined && (
        <>
          {(different > 1 || answered.length > 2) && (
            <p class="compare-choice">
              <Choice
                label="struck out: only in"
                calls={answered}
                value={left.number}
                onChoose={(number) => setChosen({ ...chosen, left: number })}
              />
              <Choice
                label="underlined: only in"
                calls={answered}
                value={right.number}
                onChoose={(number) => setChosen({ ...chosen, right: number })}
              />
            </p>
          )}
          <DiffText left={left.answer ?? ''} right={right.answer ?? ''} />
        </>
      )}
    </section>
  );
}

function find(calls: readonly Numbered[], number: number | undefined): Numbered | undefined {
  return calls.find((call) => call.number === number);
}

function summary(calls: number, answered: number, different: number): string {
  if (answered === 0) return 'No answer is recorded.';
  const of = answered === calls ? '' : `${answered} of ${calls} have an answer that is recorded. `;
  if (answered === 1) return of;
  if (different === 1) return `${of}They are the same, word for word.`;
  return answered === 2 ? `${of}They differ.` : `${of}${different} different ones.`;
}

function Choice({
  label,
  calls,
  value,
  onChoose,
}: {
  label: string;
  calls: readonly Numbered[];
  value: number;
  onChoose: (number: number) => void;
}) {
  if (calls.length === 2) {
    return (
      <span>
        {label} call {value}
      </span>
    );
  }
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}>
        {calls.map(({ number }) => (
          <option key={number} value={number}>
            call {number}
          </option>
        ))}
      </select>
    </label>
  );
}
