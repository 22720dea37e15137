import { measures } from '../../view/compare/measures.ts';
import { toSpread } from '../../view/compare/spread.ts';
import type { Numbered } from './ComparePage.tsx';

/** What the first call took, and how far the others lie apart. */
export function Spreads({ calls: [first, ...others] }: { calls: readonly Numbered[] }) {
  const failed = others.filter(({ operation }) => operation.success === 'False').length;
  const last = others.at(-1)?.number;
  return (
    <section aria-labelledby="spread">
      <h2 id="spread">
        Calls {others[0]?.number}–{last}:{' '}
        {failed === 0 ? 'none failed' : `${failed} of ${others.length} failed`}
      </h2>
      <table class="compare-numbers">
        <thead>
          <tr>
            <td />
            <th scope="col">call {first?.number}</th>
            <th scope="col">min</th>
            <th scope="col">median</th>
            <th scope="col">max</th>
          </tr>
        </thead>
        <tbody>
          {measures.map(({ name, of, format }) => {
            const spread = toSpread(others.map(({ operation }) => of(operation)));
            const own = first === undefined ? null : of(first.operation);
            const cells = [own, spread?.least, spread?.median, spread?.most];
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cells.map((value, index) => (
                  <td key={index}>{value === null || value === undefined ? '–' : format(value)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
