import {
  type Difference,
  groupValues,
  isSame,
  toDifferences,
  toNumbers,
} from '../../view/compare/differences.ts';
import { LongText } from '../text/texts.tsx';
import type { Numbered } from './ComparePage.tsx';
import { DiffText } from './DiffText.tsx';

/** What differs, in a table; what is the same is folded. Of two calls in two columns, of more each value with the calls that have it. */
export function Differences({ calls }: { calls: readonly Numbered[] }) {
  const all = toDifferences(calls);
  const numbers = calls.map(({ number }) => number);
  const differ = all.filter((each) => !isSame(each));
  // Of many calls every number is another one: their spread is told above.
  const shown = calls.length > 2 ? differ.filter(({ isMeasure }) => !isMeasure) : differ;
  const same = all.filter(isSame);
  return (
    <section aria-labelledby="differs">
      <h2 id="differs">What differs</h2>
      {shown.length === 0 && <p class="dim">Nothing that is recorded.</p>}
      {shown.length > 0 && (
        <table class="compare-fields">
          <thead>
            <tr>
              <td />
              {calls.length === 2 ? (
                numbers.map((number) => (
                  <th scope="col" key={number}>
                    call {number}
                  </th>
                ))
              ) : (
                <th scope="col">value, and the calls that have it</th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((each) => (
              <tr key={each.name}>
                <th scope="row">{each.name}</th>
                {calls.length === 2 ? (
                  <Pair difference={each} />
                ) : (
                  <td>
                    <Groups difference={each} numbers={numbers} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Unrecorded calls={calls} />
      {same.length > 0 && (
        <details class="compare-same">
          <summary>
            {same.length} {same.length === 1 ? 'thing is' : 'things are'} the same
          </summary>
          <dl>
            {same.map(({ name, values: [value = ''] }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <LongText text={value} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}

function Pair({ difference: { values, isText, change } }: { difference: Difference }) {
  const [left, right] = values;
  if (isText && left !== undefined && right !== undefined) {
    return (
      <td colSpan={2}>
        <DiffText left={left} right={right} />
      </td>
    );
  }
  return (
    <>
      {[left, right].map((value, index) => (
        <td key={index === 0 ? 'left' : 'right'}>
          <Value value={value} />
          {index === 1 && change !== undefined && <span class="dim"> {change}</span>}
        </td>
      ))}
    </>
  );
}

function Groups({ difference, numbers }: { difference: Difference; numbers: readonly number[] }) {
  return (
    <ul class="compare-groups">
      {groupValues(difference.values, numbers).map(({ value, calls }) => (
        <li key={value ?? ''}>
          <Value value={value} />{' '}
          <span class="dim">
            {calls.length === 1 ? 'call' : 'calls'} {toNumbers(calls)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Value({ value }: { value: string | undefined }) {
  return value === undefined ? <span class="dim">none</span> : <LongText text={value} />;
}

/** Of a call whose request is not here nothing that it asked is compared: why not. */
function Unrecorded({ calls }: { calls: readonly Numbered[] }) {
  const unknown = calls.filter(({ missing }) => missing !== undefined);
  const reasons = Map.groupBy(unknown, ({ missing }) => missing);
  return (
    <>
      {[...reasons].map(([reason, of]) => (
        <p class="dim" key={reason}>
          What was asked in call {toNumbers(of.map(({ number }) => number))} is not compared.{' '}
          {reason}
        </p>
      ))}
    </>
  );
}
